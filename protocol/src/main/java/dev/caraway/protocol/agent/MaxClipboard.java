package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_MAX_CLIPBOARD: clipboards over this many bytes are not wanted; -1 for no limit. */
public record MaxClipboard(int max) implements AgentMessage {

    public static MaxClipboard decode(SpiceReader in) {
        int max = in.i32("max");
        return new MaxClipboard(max);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.MAX_CLIPBOARD;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(max);
    }
}
