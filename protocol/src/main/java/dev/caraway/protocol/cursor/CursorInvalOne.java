package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_INVAL_ONE: the client forgets one cached shape. */
public record CursorInvalOne(long id) implements CursorServerMessage {

    public static CursorInvalOne decode(SpiceReader in) {
        long id = in.i64("id");
        return new CursorInvalOne(id);
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.INVAL_ONE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(id);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInvalOne(this);
    }
}
