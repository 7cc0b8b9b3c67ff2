package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_AGENT_DATA: a piece of what the client says to the agent. */
public record ClientAgentData(Bytes data) implements MainClientMessage {

    public static ClientAgentData decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.AGENT_DATA_BYTES);
        return new ClientAgentData(data);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.AGENT_DATA.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(data);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAgentData(this);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "ClientAgentData[" + data.length() + " bytes]";
    }
}
