package dev.caraway.protocol.display;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;

class DisplayClientFuzzTest {

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, DisplayClientOpcode::decode);
    }
}
