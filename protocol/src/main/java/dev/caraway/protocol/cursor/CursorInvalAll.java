package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_INVAL_ALL: the client forgets all cached shapes. */
public record CursorInvalAll() implements CursorServerMessage {

    public static CursorInvalAll decode(SpiceReader in) {
        return new CursorInvalAll();
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.INVAL_ALL.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInvalAll(this);
    }
}
