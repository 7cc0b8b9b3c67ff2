package dev.caraway.protocol.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.wire.FuzzedMessage;
import dev.caraway.protocol.wire.SpiceReader;

class LinkFuzzTest {

    @FuzzTest
    void anyBytesAreALinkMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(input, (opcode, body) -> LinkMessage.decode(new SpiceReader("SpiceLinkMess", body)));
    }

    @FuzzTest
    void anyBytesAreALinkReplyOrRefused(byte[] input) {
        FuzzedMessage.verify(input, (opcode, body) -> LinkReply.decode(new SpiceReader("SpiceLinkReply", body)));
    }
}
