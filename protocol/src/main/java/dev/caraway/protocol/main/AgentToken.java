package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_AGENT_TOKEN: the client may send this many more agent messages. */
public record AgentToken(long numTokens) implements MainServerMessage {

    public static AgentToken decode(SpiceReader in) {
        long numTokens = in.u32("num_tokens");
        return new AgentToken(numTokens);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.AGENT_TOKEN.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(numTokens);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentToken(this);
    }
}
