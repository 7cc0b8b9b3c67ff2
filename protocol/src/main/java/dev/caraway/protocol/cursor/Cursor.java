package dev.caraway.protocol.cursor;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cursor's shape, or the lack of one.
 *
 * @param flags bits of {@link #NO_SHAPE}, {@link #CACHE_ME} and {@link #FROM_CACHE}
 * @param header none exactly when there is no shape
 * @param data the pixels; empty when the client has them in its cache
 */
public record Cursor(int flags, @Nullable CursorHeader header, Bytes data) implements Encodable {

    public static final int NO_SHAPE = 1;

    /** The client keeps the shape under its unique id. */
    public static final int CACHE_ME = 2;

    /** The client has the shape under its unique id. */
    public static final int FROM_CACHE = 4;

    public static final Cursor NONE = new Cursor(NO_SHAPE, null, Bytes.EMPTY);

    private static final int ALL_FLAGS = NO_SHAPE | CACHE_ME | FROM_CACHE;

    public Cursor {
        if ((flags & ~ALL_FLAGS) != 0) {
            throw new IllegalArgumentException("cursor flags: expected at most " + ALL_FLAGS + ", got " + flags);
        }
        if ((flags & NO_SHAPE) != 0 != (header == null)) {
            throw new IllegalArgumentException("cursor: expected a header or the flag for no shape");
        }
        if (data.length() > Limits.CURSOR_DATA_BYTES) {
            throw new IllegalArgumentException(
                    "cursor data: expected at most " + Limits.CURSOR_DATA_BYTES + " bytes, got " + data.length());
        }
    }

    /** A shape that the client does not keep. */
    public static Cursor of(CursorHeader header, Bytes data) {
        return new Cursor(0, header, data);
    }

    /** A shape that the client keeps. */
    public static Cursor cached(CursorHeader header, Bytes data) {
        return new Cursor(CACHE_ME, header, data);
    }

    /** A shape that the client has. */
    public static Cursor fromCache(CursorHeader header) {
        return new Cursor(FROM_CACHE, header, Bytes.EMPTY);
    }

    /** Reads to the body's end. */
    public static Cursor decode(SpiceReader in) {
        int flags = in.u16("flags");
        if ((flags & ~ALL_FLAGS) != 0) {
            throw in.violation("flags", "expected at most " + ALL_FLAGS + ", got " + flags);
        }
        CursorHeader header = (flags & NO_SHAPE) != 0 ? null : CursorHeader.decode(in);
        Bytes data = in.rest("data", Limits.CURSOR_DATA_BYTES);
        return new Cursor(flags, header, data);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(flags);
        if (header != null) {
            header.encode(out);
        }
        out.bytes(data);
    }
}
