package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_RESET: no cursor, and an empty cache. */
public record CursorReset() implements CursorServerMessage {

    public static CursorReset decode(SpiceReader in) {
        return new CursorReset();
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.RESET.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onReset(this);
    }
}
