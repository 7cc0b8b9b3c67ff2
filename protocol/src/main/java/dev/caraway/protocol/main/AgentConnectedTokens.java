package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_AGENT_CONNECTED_TOKENS: the guest has an agent now, and the client may send it this many messages. */
public record AgentConnectedTokens(long numTokens) implements MainServerMessage {

    public static AgentConnectedTokens decode(SpiceReader in) {
        long numTokens = in.u32("num_tokens");
        return new AgentConnectedTokens(numTokens);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.AGENT_CONNECTED_TOKENS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(numTokens);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentConnectedTokens(this);
    }
}
