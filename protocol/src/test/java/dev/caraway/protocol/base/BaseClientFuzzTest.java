package dev.caraway.protocol.base;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;

class BaseClientFuzzTest {

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, BaseClientOpcode::decode);
    }
}
