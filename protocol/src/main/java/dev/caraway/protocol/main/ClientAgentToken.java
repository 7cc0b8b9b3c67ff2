package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_AGENT_TOKEN: the agent may send this many more messages. */
public record ClientAgentToken(long numTokens) implements MainClientMessage {

    public static ClientAgentToken decode(SpiceReader in) {
        long numTokens = in.u32("num_tokens");
        return new ClientAgentToken(numTokens);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.AGENT_TOKEN.number();
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
