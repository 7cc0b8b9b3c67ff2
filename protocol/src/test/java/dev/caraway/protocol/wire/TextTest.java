package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    private static Text decode(Bytes body) {
        return Text.decode(new SpiceReader("TEST", body), "text", body.length());
    }

    @Test
    void textIsUtf8AndANul() {
        Bytes body = Hex.bytes("67 c3 a9 00  # gé");
        assertThat(decode(body)).isEqualTo(new Text("gé"));
        assertThat(SpiceWriter.encode(new Text("gé"))).isEqualTo(body);
        assertThat(new Text("gé").sizeBytes()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "61", "61 00 62 00", "61 00 00", "c3 00", "ff 00", "ed a0 80 00"})
    void textWithoutOneNulAtItsEndOrWithBrokenUtf8IsRefused(String hex) {
        assertThatThrownBy(() -> decode(Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\ud800"})
    void textThatCannotBeWrittenDoesNotExist(String text) {
        assertThatThrownBy(() -> new Text(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
