package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_SET_ACK: from now on the client acknowledges every {@code window} messages. */
public record SetAck(int generation, long window) implements BaseServerMessage {

    public static SetAck decode(SpiceReader in) {
        int generation = in.i32("generation");
        long window = in.u32("window");
        return new SetAck(generation, window);
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.SET_ACK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(generation);
        out.u32(window);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onSetAck(this);
    }
}
