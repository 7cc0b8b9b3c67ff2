package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_CURSOR_HIDE: the cursor is not visible until the next move. */
public record CursorHide() implements CursorServerMessage {

    public static CursorHide decode(SpiceReader in) {
        return new CursorHide();
    }

    @Override
    public int opcode() {
        return CursorServerOpcode.HIDE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onHide(this);
    }
}
