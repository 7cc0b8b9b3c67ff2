package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_AGENT_START: the client listens to the agent, which may send this many messages. */
public record AgentStart(long numTokens) implements MainClientMessage {

    public static AgentStart decode(SpiceReader in) {
        long numTokens = in.u32("num_tokens");
        return new AgentStart(numTokens);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.AGENT_START.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(numTokens);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentStart(this);
    }
}
