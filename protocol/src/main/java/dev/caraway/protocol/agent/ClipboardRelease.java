package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_CLIPBOARD_RELEASE: the clipboard is empty; the layout depends on what the ends announced. */
public record ClipboardRelease(Bytes content) implements AgentMessage {

    public static ClipboardRelease decode(SpiceReader in) {
        Bytes content = in.rest("data", Limits.AGENT_PASSED_ON_BYTES);
        return new ClipboardRelease(content);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.CLIPBOARD_RELEASE;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(content);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "ClipboardRelease[" + content.length() + " bytes]";
    }
}
