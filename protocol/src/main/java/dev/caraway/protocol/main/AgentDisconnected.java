package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_AGENT_DISCONNECTED: the guest lost its agent, for a reason among the link errors. */
public record AgentDisconnected(long errorCode) implements MainServerMessage {

    public static AgentDisconnected decode(SpiceReader in) {
        long errorCode = in.u32("error_code");
        return new AgentDisconnected(errorCode);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.AGENT_DISCONNECTED.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(errorCode);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentDisconnected(this);
    }
}
