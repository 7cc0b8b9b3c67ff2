package dev.caraway.protocol.main;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;

class MainServerFuzzTest {

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, MainServerOpcode::decode);
    }
}
