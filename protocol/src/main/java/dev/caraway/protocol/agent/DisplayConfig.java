package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_DISPLAY_CONFIG: what the guest's desktop may leave out, and its colour depth in bits. */
public record DisplayConfig(long flags, long depth) implements AgentMessage {

    public static DisplayConfig decode(SpiceReader in) {
        long flags = in.u32("flags");
        long depth = in.u32("depth");
        return new DisplayConfig(flags, depth);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.DISPLAY_CONFIG;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(flags);
        out.u32(depth);
    }
}
