package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_FILE_XFER_DATA: a piece of a file; its size is a 64-bit number as the peer gave it. */
public record FileXferData(int id, long size, Bytes content) implements AgentMessage {

    public static FileXferData decode(SpiceReader in) {
        int id = in.i32("id");
        long size = in.i64("size");
        Bytes content = in.rest("data", Limits.AGENT_PASSED_ON_BYTES);
        return new FileXferData(id, size, content);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.FILE_XFER_DATA;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(id);
        out.i64(size);
        out.bytes(content);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "FileXferData[" + content.length() + " bytes]";
    }
}
