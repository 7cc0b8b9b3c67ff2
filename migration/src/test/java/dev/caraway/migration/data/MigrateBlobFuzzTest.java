package dev.caraway.migration.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.WireException;

class MigrateBlobFuzzTest {

    @FuzzTest
    void anyBytesAreMainDataOrRefused(byte[] input) {
        verify(ChannelType.MAIN, input);
    }

    @FuzzTest
    void anyBytesAreDisplayDataOrRefused(byte[] input) {
        verify(ChannelType.DISPLAY, input);
    }

    @FuzzTest
    void anyBytesAreInputsDataOrRefused(byte[] input) {
        verify(ChannelType.INPUTS, input);
    }

    @FuzzTest
    void anyBytesAreSpicevmcDataOrRefused(byte[] input) {
        verify(ChannelType.USBREDIR, input);
    }

    @FuzzTest
    void anyBytesAreSmartcardDataOrRefused(byte[] input) {
        verify(ChannelType.SMARTCARD, input);
    }

    private static void verify(ChannelType type, byte[] input) {
        Bytes body = Bytes.wrap(input);
        MigrateBlob blob;
        try {
            blob = MigrateBlob.decode(type, body);
        } catch (WireException refused) {
            return;
        }
        assertThat(MigrateBlob.decode(type, blob.encode(type))).isEqualTo(blob);
    }
}
