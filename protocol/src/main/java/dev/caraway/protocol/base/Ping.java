package dev.caraway.protocol.base;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_PING: the client answers with a pong that repeats id and timestamp. */
public record Ping(int id, long timestamp, Bytes data) implements BaseServerMessage {

    public static Ping decode(SpiceReader in) {
        int id = in.i32("id");
        long timestamp = in.i64("timestamp");
        Bytes data = in.rest("data", Limits.PING_DATA_BYTES);
        return new Ping(id, timestamp, data);
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.PING.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(id);
        out.i64(timestamp);
        out.bytes(data);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onPing(this);
    }
}
