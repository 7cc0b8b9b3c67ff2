package dev.caraway.protocol.cursor;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;

class CursorServerFuzzTest {

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, CursorServerOpcode::decode);
    }
}
