package dev.caraway.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message body, field by field, little endian.
 *
 * <p>Every method names the proto field it reads, so that a truncated or forbidden value explains itself. Nothing is
 * allocated for a count before that many bytes are known to be there. Not thread-safe; a reader lives for one message.
 */
public final class SpiceReader {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String message;
    private final byte[] array;
    private final int bodyStart;
    private final int bodyEnd;
    private final Extent extent;
    private int position;

    /** The furthest byte that this reader or one behind a pointer has read: what lies beyond it is trailing. */
    private static final class Extent {
        private int furthest;
    }

    /**
     * Reads {@code body}; offsets of pointers count from its first byte.
     *
     * @param message the C name of the message, which starts every complaint
     */
    public SpiceReader(String message, Bytes body) {
        this(message, body.array(), body.offset(), body.offset() + body.length(), body.offset(), new Extent());
    }

    private SpiceReader(String message, byte[] array, int bodyStart, int bodyEnd, int position, Extent extent) {
        this.message = message;
        this.array = array;
        this.bodyStart = bodyStart;
        this.bodyEnd = bodyEnd;
        this.position = position;
        this.extent = extent;
    }

    /** An unsigned byte, 0 to 255. */
    public int u8(String field) {
        return array[take(field, 1)] & 0xff;
    }

    /** An unsigned 16-bit number, 0 to 65535. */
    public int u16(String field) {
        return (short) U16.get(array, take(field, 2)) & 0xffff;
    }

    /** A signed 16-bit number. */
    public int i16(String field) {
        return (short) U16.get(array, take(field, 2));
    }

    /** An unsigned 32-bit number as a {@code long}, 0 to 2^32 - 1. */
    public long u32(String field) {
        return (int) U32.get(array, take(field, 4)) & 0xffff_ffffL;
    }

    /** An unsigned 32-bit number that is at most {@code limit}; a greater one is refused. */
    public int u32AtMost(String field, int limit) {
        long value = u32(field);
        if (value > limit) {
            throw violation(field, "expected at most " + limit + ", got " + value);
        }
        return (int) value;
    }

    /** A signed 32-bit number. */
    public int i32(String field) {
        return (int) U32.get(array, take(field, 4));
    }

    /** A 64-bit number; its user knows whether it is signed. */
    public long i64(String field) {
        return (long) U64.get(array, take(field, 8));
    }

    /** A byte that must be 0 or 1. */
    public boolean bool8(String field) {
        int value = u8(field);
        if (value > 1) {
            throw violation(field, "expected 0 or 1, got " + value);
        }
        return value == 1;
    }

    /** A 32-bit number that must be 0 or 1. */
    public boolean bool32(String field) {
        return u32AtMost(field, 1) == 1;
    }

    /** Copies {@code length} bytes. */
    public Bytes bytes(String field, int length) {
        int from = take(field, length);
        return Bytes.copyOf(array, from, length);
    }

    /** Copies all bytes to the body's end, which may be none but not more than {@code limit}. */
    public Bytes rest(String field, int limit) {
        if (remaining() > limit) {
            throw violation(field, "expected at most " + limit + " bytes, got " + remaining());
        }
        return bytes(field, remaining());
    }

    /**
     * Checks a count of elements before anything is allocated for them.
     *
     * @param elementBytes what one element takes at least on the wire
     * @return {@code count}
     */
    public int counted(String field, int count, int elementBytes) {
        if ((long) count * elementBytes > remaining()) {
            throw violation(field, "expected " + (long) count * elementBytes + " bytes, got " + remaining());
        }
        return count;
    }

    /**
     * A list of {@code count} elements.
     *
     * @param elementBytes what one element takes at least on the wire
     */
    public <T> List<T> list(String field, int count, int elementBytes, Function<SpiceReader, T> decode) {
        List<T> elements = new ArrayList<>(counted(field, count, elementBytes));
        for (int i = 0; i < count; i++) {
            elements.add(decode.apply(this));
        }
        return elements;
    }

    /** Follows an offset from the body's start; 0 means that nothing is there. */
    public <T> @Nullable T pointer(String field, Function<SpiceReader, T> decode) {
        long offset = u32(field);
        return offset == 0 ? null : decode.apply(at(field, offset));
    }

    /** Follows an offset from the body's start which must not be 0. */
    public <T> T requiredPointer(String field, Function<SpiceReader, T> decode) {
        long offset = u32(field);
        if (offset == 0) {
            throw violation(field, "expected an offset, got 0");
        }
        return decode.apply(at(field, offset));
    }

    /** The bytes from here to the body's end. */
    public int remaining() {
        return bodyEnd - position;
    }

    /** Refuses what follows the last field: a body has no trailing bytes. */
    public void end() {
        int read = Math.max(position, extent.furthest);
        if (read != bodyEnd) {
            throw new WireException(
                    message + ": expected " + (read - bodyStart) + " bytes, got " + (bodyEnd - bodyStart));
        }
    }

    /** A complaint about {@code field} of the message being read. */
    public WireException violation(String field, String expectedAndGot) {
        return new WireException(message + "." + field + ": " + expectedAndGot);
    }

    private SpiceReader at(String field, long offset) {
        if (offset > bodyEnd - bodyStart) {
            throw violation(field, "expected an offset up to " + (bodyEnd - bodyStart) + ", got " + offset);
        }
        return new SpiceReader(message, array, bodyStart, bodyEnd, bodyStart + (int) offset, extent);
    }

    private int take(String field, int count) {
        if (count < 0 || count > remaining()) {
            throw violation(field, "expected " + count + " bytes, got " + remaining());
        }
        int from = position;
        position += count;
        extent.furthest = Math.max(extent.furthest, position);
        return from;
    }
}
