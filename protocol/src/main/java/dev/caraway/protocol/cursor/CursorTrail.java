package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_TRAIL: how long a trail the moving cursor has. */
public record CursorTrail(int length, int frequency) implements CursorServerMessage {

    public static CursorTrail decode(SpiceReader in) {
        int length = in.u16("length");
        int frequency = in.u16("frequency");
        return new CursorTrail(length, frequency);
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.TRAIL.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(length);
        out.u16(frequency);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onTrail(this);
    }
}
