package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_AGENT_DATA: a piece of what the agent says to the client. */
public record AgentData(Bytes data) implements MainServerMessage {

    public static AgentData decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.AGENT_DATA_BYTES);
        return new AgentData(data);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.AGENT_DATA.number();
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
        return "AgentData[" + data.length() + " bytes]";
    }
}
