package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_CLIPBOARD: what is in the clipboard; the layout depends on what the ends announced. */
public record Clipboard(Bytes content) implements AgentMessage {

    public static Clipboard decode(SpiceReader in) {
        Bytes content = in.rest("data", Limits.AGENT_PASSED_ON_BYTES);
        return new Clipboard(content);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.CLIPBOARD;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(content);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "Clipboard[" + content.length() + " bytes]";
    }
}
