package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_FILE_XFER_START: a file is offered; the content names it and its size. */
public record FileXferStart(int id, Bytes content) implements AgentMessage {

    public static FileXferStart decode(SpiceReader in) {
        int id = in.i32("id");
        Bytes content = in.rest("data", Limits.AGENT_PASSED_ON_BYTES);
        return new FileXferStart(id, content);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.FILE_XFER_START;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(id);
        out.bytes(content);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "FileXferStart[" + content.length() + " bytes]";
    }
}
