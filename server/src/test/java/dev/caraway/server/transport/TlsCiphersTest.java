package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TlsCiphersTest {

    private static final List<String> OFFERED = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA256");

    @Test
    void highIsAllThatTheJdkOffers() {
        assertThat(TlsCiphers.select("HIGH:!aNULL:@STRENGTH", OFFERED)).isEqualTo(OFFERED);
    }

    @Test
    void excludedGroupsAreLeftOut() {
        assertThat(TlsCiphers.select("DEFAULT:!kRSA:!SHA1", OFFERED)).isEqualTo(OFFERED.subList(0, 3));
    }

    @Test
    void singleSuitesGoByTheirOpenSslNames() {
        assertThat(TlsCiphers.select("ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305", OFFERED))
                .isEqualTo(OFFERED.subList(0, 3));
        assertThat(TlsCiphers.select("DHE-RSA-AES128-SHA,AES256-SHA256", OFFERED))
                .containsExactly(OFFERED.get(0), OFFERED.get(3), OFFERED.get(4));
    }

    @Test
    void unknownWordAndEmptySelectionAreRefused() {
        assertThatThrownBy(() -> TlsCiphers.select("HIHG", OFFERED)).hasMessageContaining("got 'HIHG'");
        assertThatThrownBy(() -> TlsCiphers.select("RC4", OFFERED)).hasMessageContaining("got none");
    }
}
