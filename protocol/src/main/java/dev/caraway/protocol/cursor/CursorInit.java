package dev.caraway.protocol.cursor;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_INIT: the first message: an empty cache, and the cursor as it is. */
public record CursorInit(Point16 position, int trailLength, int trailFrequency, boolean visible, Cursor cursor)
        implements CursorServerMessage {

    public static CursorInit decode(SpiceReader in) {
        Point16 position = Point16.decode(in);
        int trailLength = in.u16("trail_length");
        int trailFrequency = in.u16("trail_frequency");
        boolean visible = in.bool8("visible");
        Cursor cursor = Cursor.decode(in);
        return new CursorInit(position, trailLength, trailFrequency, visible, cursor);
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.INIT.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        position.encode(out);
        out.u16(trailLength);
        out.u16(trailFrequency);
        out.bool8(visible);
        cursor.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInit(this);
    }
}
