package dev.caraway.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message body, field by field, little endian.
 *
 * <p>A {@linkplain #pointer pointee} is queued, and its offset from the body's start is filled in when {@link #finish}
 * writes the queue, first in first out: no message computes an offset or a size. Payloads are not copied; the finished
 * body is a list of parts. Not thread-safe; a writer lives for one message.
 */
public final class SpiceWriter {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A payload up to this size is copied: a part of its own would cost more than the copy. */
    private static final int COPIED_PAYLOAD_BYTES = 512;

    /** A place for an offset and what it will point to. */
    private static final class Pointer {
        private final byte[] buffer;
        private final int at;
        private final Encodable pointee;

        private Pointer(byte[] buffer, int at, Encodable pointee) {
            this.buffer = buffer;
            this.at = at;
            this.pointee = pointee;
        }
    }

    private final List<Bytes> parts = new ArrayList<>();
    private final Queue<Pointer> pointers = new ArrayDeque<>();
    private byte[] buffer = new byte[128];
    private int partStart;
    private int position;
    private int finishedBytes;

    /** The body of {@code message} in one run. */
    public static Bytes encode(Encodable message) {
        SpiceWriter out = new SpiceWriter();
        message.encode(out);
        return join(out.finish());
    }

    public SpiceWriter u8(int value) {
        assert (value & ~0xff) == 0 : value;
        int at = claim(1);
        buffer[at] = (byte) value;
        return this;
    }

    public SpiceWriter u16(int value) {
        assert (value & ~0xffff) == 0 : value;
        int at = claim(2);
        U16.set(buffer, at, (short) value);
        return this;
    }

    public SpiceWriter i16(int value) {
        assert value == (short) value : value;
        int at = claim(2);
        U16.set(buffer, at, (short) value);
        return this;
    }

    /** Writes the low 32 bits; a value from 0 to 2^32 - 1. */
    public SpiceWriter u32(long value) {
        assert (value & ~0xffff_ffffL) == 0 : value;
        int at = claim(4);
        U32.set(buffer, at, (int) value);
        return this;
    }

    public SpiceWriter i32(int value) {
        int at = claim(4);
        U32.set(buffer, at, value);
        return this;
    }

    public SpiceWriter i64(long value) {
        int at = claim(8);
        U64.set(buffer, at, value);
        return this;
    }

    public SpiceWriter bool8(boolean value) {
        return u8(value ? 1 : 0);
    }

    public SpiceWriter bool32(boolean value) {
        return u32(value ? 1 : 0);
    }

    /** Appends a payload; a big one is not copied. */
    public SpiceWriter bytes(Bytes payload) {
        if (payload.length() <= COPIED_PAYLOAD_BYTES) {
            int at = claim(payload.length());
            payload.copyTo(buffer, at);
        } else {
            closePart();
            parts.add(payload);
            finishedBytes += payload.length();
        }
        return this;
    }

    /** Writes a place for the offset of {@code pointee}, or 0 when there is none. */
    public SpiceWriter pointer(@Nullable Encodable pointee) {
        int at = claim(4);
        U32.set(buffer, at, 0);
        if (pointee != null) {
            pointers.add(new Pointer(buffer, at, pointee));
        }
        return this;
    }

    /** The bytes written so far, from the body's start. */
    public int size() {
        return finishedBytes + position - partStart;
    }

    /** Writes what pointers stand for and gives the parts of the body in order; the writer is used up. */
    public List<Bytes> finish() {
        for (Pointer next = pointers.poll(); next != null; next = pointers.poll()) {
            U32.set(next.buffer, next.at, size());
            next.pointee.encode(this);
        }
        closePart();
        return parts;
    }

    /** One run of bytes from the parts of a body. */
    public static Bytes join(List<Bytes> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            part.copyTo(joined, at);
            at += part.length();
        }
        return Bytes.wrap(joined);
    }

    /** Makes room in the buffer, which may be another one from then on: claim first, then name the buffer. */
    private int claim(int count) {
        if (count > buffer.length - position) {
            grow(count);
        }
        int at = position;
        position += count;
        return at;
    }

    /**
     * INVARIANT: a buffer never moves once something was written to it, because pointers and finished parts refer to
     * it. So a full buffer ends its part and the next one begins.
     */
    private void grow(int count) {
        closePart();
        buffer = new byte[Math.max(count, Math.min(buffer.length * 2, 1 << 16))];
        partStart = 0;
        position = 0;
    }

    private void closePart() {
        if (position > partStart) {
            parts.add(Bytes.wrap(buffer, partStart, position - partStart));
            finishedBytes += position - partStart;
            partStart = position;
        }
    }

    @Override
    public String toString() {
        return "SpiceWriter[" + size() + " bytes]";
    }
}
