package dev.caraway.protocol.cursor;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_MOVE: another place, and the cursor is visible there. */
public record CursorMove(Point16 position) implements CursorServerMessage {

    public static CursorMove decode(SpiceReader in) {
        Point16 position = Point16.decode(in);
        return new CursorMove(position);
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.MOVE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        position.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMove(this);
    }
}
