package dev.caraway.it.link;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.server.ClientPolicy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row L18: a second client with a valid ticket. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ClientPolicyTest {

    @Test
    void clientsShareUnlessSomebodySaysOtherwise() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(new FramebufferGuest(8, 8));
                ScriptedClient first = server.client().connect();
                ScriptedClient second = server.client().connect()) {
            first.requireHealth();
            second.requireHealth();
        }
    }

    @Test
    void aSecondClientIsRefusedWhileTheFirstIsThere() throws IOException, GeneralSecurityException {
        try (TestServer server = serverThat(ClientPolicy.REFUSE)) {
            try (ScriptedClient first = server.client().connect()) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> server.client().connect().close())
                        .withMessageContaining("CHANNEL_NOT_AVAILABLE");
                first.requireHealth();
            }
            Patience.until("the first client's place", () -> mayConnect(server));
        }
    }

    @Test
    void aSecondClientTakesOver() throws IOException, GeneralSecurityException {
        try (TestServer server = serverThat(ClientPolicy.TAKEOVER);
                ScriptedClient first = server.client().connect();
                ScriptedClient second = server.client().connect()) {
            first.main().awaitEnd();
            second.openDisplay();
            second.requireHealth();
        }
    }

    private static TestServer serverThat(ClientPolicy policy) throws IOException {
        return TestServer.with(
                new FramebufferGuest(8, 8),
                options -> options.disableTicketing().clients(policy));
    }

    private static boolean mayConnect(TestServer server) throws GeneralSecurityException {
        try {
            server.client().connect().close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
