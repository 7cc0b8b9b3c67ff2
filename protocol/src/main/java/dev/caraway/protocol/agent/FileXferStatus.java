package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_FILE_XFER_STATUS: how a file fares; the content depends on the result. */
public record FileXferStatus(int id, long result, Bytes content) implements AgentMessage {

    public static FileXferStatus decode(SpiceReader in) {
        int id = in.i32("id");
        long result = in.u32("result");
        Bytes content = in.rest("data", Limits.AGENT_PASSED_ON_BYTES);
        return new FileXferStatus(id, result, content);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.FILE_XFER_STATUS;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(id);
        out.u32(result);
        out.bytes(content);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "FileXferStatus[" + content.length() + " bytes]";
    }
}
