package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_PONG: the answer to a ping, with its id and timestamp. */
public record Pong(int id, long timestamp) implements BaseClientMessage {

    public static Pong decode(SpiceReader in) {
        int id = in.i32("id");
        long timestamp = in.i64("timestamp");
        return new Pong(id, timestamp);
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.PONG.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(id);
        out.i64(timestamp);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onPong(this);
    }
}
