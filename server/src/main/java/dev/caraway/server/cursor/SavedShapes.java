package dev.caraway.server.cursor;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.cursor.CursorHeader;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.guest.CursorShape;

/** A cursor's picture as it moves to another host. */
final class SavedShapes {

    private SavedShapes() {}

    static void save(CursorShape shape, SpiceWriter out) {
        header(shape).encode(out);
        out.u32(shape.data().length());
        out.bytes(shape.data());
    }

    static CursorShape restore(SpiceReader in) {
        CursorHeader header = CursorHeader.decode(in);
        Bytes data = in.bytes("cursor.data", in.u32AtMost("cursor.data_size", Limits.CURSOR_DATA_BYTES));
        try {
            return new CursorShape(
                    header.unique(),
                    header.type(),
                    header.width(),
                    header.height(),
                    header.hotSpotX(),
                    header.hotSpotY(),
                    data);
        } catch (IllegalArgumentException e) {
            throw in.violation("cursor", String.valueOf(e.getMessage()));
        }
    }

    /** What a client is told of a shape besides its pixels. */
    static CursorHeader header(CursorShape shape) {
        return new CursorHeader(
                shape.unique(), shape.type(), shape.width(), shape.height(), shape.hotSpotX(), shape.hotSpotY());
    }
}
