package dev.caraway.protocol.agent;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;

class AgentFuzzTest {

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, AgentMessageType::decode);
    }
}
