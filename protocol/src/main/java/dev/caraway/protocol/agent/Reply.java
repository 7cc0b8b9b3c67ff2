package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_REPLY: the agent has done what a message of this type asked for, or not. */
public record Reply(long messageType, long error) implements AgentMessage {

    public static Reply decode(SpiceReader in) {
        long messageType = in.u32("type");
        long error = in.u32("error");
        return new Reply(messageType, error);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.REPLY;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(messageType);
        out.u32(error);
    }
}
