package dev.caraway.protocol.agent;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_ANNOUNCE_CAPABILITIES: what this end can do, and whether it wants to know the same of the other. */
public record AnnounceCapabilities(boolean isRequest, Capabilities capabilities) implements AgentMessage {

    public static AnnounceCapabilities decode(SpiceReader in) {
        boolean isRequest = in.u32("request") != 0;
        if (in.remaining() % Integer.BYTES != 0) {
            throw in.violation("caps", "expected whole words, got " + in.remaining() + " bytes");
        }
        Capabilities capabilities = Capabilities.decode(in, "caps", in.remaining() / Integer.BYTES);
        return new AnnounceCapabilities(isRequest, capabilities);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.ANNOUNCE_CAPABILITIES;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bool32(isRequest);
        capabilities.encode(out);
    }
}
