package dev.caraway.protocol.cursor;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_SET: another shape. */
public record CursorSet(Point16 position, boolean visible, Cursor cursor) implements CursorServerMessage {

    public static CursorSet decode(SpiceReader in) {
        Point16 position = Point16.decode(in);
        boolean visible = in.bool8("visible");
        Cursor cursor = Cursor.decode(in);
        return new CursorSet(position, visible, cursor);
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.SET.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        position.encode(out);
        out.bool8(visible);
        cursor.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onSet(this);
    }
}
