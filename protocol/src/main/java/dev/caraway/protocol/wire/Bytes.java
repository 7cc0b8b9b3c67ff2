package dev.caraway.protocol.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes with value equality: the payload type of every message.
 *
 * <p>Outbound payloads are {@linkplain #wrap wrapped} without a copy, and whoever wraps an array must not write to it
 * again. Inbound payloads are {@linkplain #copyOf copied} once, after their limit was checked. No reference counts: a
 * message may be kept, compared and replayed.
 */
public final class Bytes {

    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Wraps a whole array without a copy; the caller gives the array away. */
    public static Bytes wrap(byte[] array) {
        return wrap(array, 0, array.length);
    }

    /** Wraps a part of an array without a copy; the caller gives that part away. */
    public static Bytes wrap(byte[] array, int offset, int length) {
        if (offset < 0 || length < 0 || length > array.length - offset) {
            throw new IllegalArgumentException(
                    "bytes " + offset + "+" + length + ": expected inside 0.." + array.length);
        }
        return length == 0 ? EMPTY : new Bytes(array, offset, length);
    }

    /** Copies a part of an array that the caller goes on using. */
    public static Bytes copyOf(byte[] array, int offset, int length) {
        return wrap(Arrays.copyOfRange(array, offset, offset + length));
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code index}, 0 to {@code length - 1}, as a signed value. */
    public byte at(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length);
        }
        return array[offset + index];
    }

    /** A part of these bytes, without a copy. */
    public Bytes slice(int from, int count) {
        if (from < 0 || count < 0 || count > length - from) {
            throw new IndexOutOfBoundsException("slice " + from + "+" + count + " of " + length);
        }
        return wrap(array, offset + from, count);
    }

    /** The backing array: for reading only, and only from {@link #offset()} on for {@link #length()} bytes. */
    public byte[] array() {
        return array;
    }

    /** Where these bytes begin in {@link #array()}. */
    public int offset() {
        return offset;
    }

    /** A fresh array with these bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    public void copyTo(byte[] target, int targetOffset) {
        System.arraycopy(array, offset, target, targetOffset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    /** The length and the first bytes; a message's log line stays short however big its payload is. */
    @Override
    public String toString() {
        int shown = Math.min(length, 16);
        String hex = HexFormat.of().formatHex(array, offset, offset + shown);
        return "Bytes[" + length + (shown == 0 ? "" : ": " + hex) + (shown < length ? "…]" : "]");
    }
}
