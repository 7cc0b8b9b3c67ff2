package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_AGENT_CONNECTED: the guest has an agent now. */
public record AgentConnected() implements MainServerMessage {

    public static AgentConnected decode(SpiceReader in) {
        return new AgentConnected();
    }

    @Override
    public int opcode() {
        return MainServerOpcode.AGENT_CONNECTED.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentConnected(this);
    }
}
