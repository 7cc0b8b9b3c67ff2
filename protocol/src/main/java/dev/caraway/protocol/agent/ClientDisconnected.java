package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_CLIENT_DISCONNECTED: the client whose agent messages these were is gone. */
public record ClientDisconnected() implements AgentMessage {

    public static ClientDisconnected decode(SpiceReader in) {
        return new ClientDisconnected();
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.CLIENT_DISCONNECTED;
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }
}
