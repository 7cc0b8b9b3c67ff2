package dev.caraway.codecs.lz4;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses bytes that are pixels to one LZ4 block, which any LZ4 decoder reads.
 *
 * <p>Repetitions in an image begin where pixels begin, so the search looks only there: a fourth of the places in a
 * 32-bit image. It asks for eight equal bytes where the format would take four; shorter ones save next to nothing and
 * cost a step of the decoder each.
 */
final class Lz4BlockEncoder {

    static final int DOES_NOT_FIT = -1;

    /** The shortest match that a block can say. */
    private static final int MATCH_MIN = 4;

    private static final int DISTANCE_MAX = 0xffff;

    /** A block ends in at least so many literals. */
    private static final int LAST_LITERALS = 5;

    /** No match begins less than so many bytes before the end of a block. */
    private static final int MATCH_START_LIMIT = 12;

    /** A token holds lengths below this; bytes of 255 and a last smaller one add to it. */
    private static final int TOKEN_LENGTH = 15;

    private static final int HASH_BITS = 13;

    /** With each such many misses on end the search strides one pixel further: noise is given up on quickly. */
    private static final int MISSES_PER_STRIDE = 32;

    /** Beyond so many equal bytes the JDK's vectorized comparison is worth its call. */
    private static final int LONG_MATCH = 32;

    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** For each hash the last place with it, as a distance from the block's start; any value is a safe guess. */
    private final int[] places = new int[1 << HASH_BITS];

    /** The most that compressing so many bytes can take. */
    static long maxCompressedBytes(long length) {
        return length + length / 255 + 16;
    }

    /**
     * Compresses {@code length} bytes, 1 or more, of pixels of {@code pixelBytes} each.
     *
     * @return where the block ends in {@code out}, or {@link #DOES_NOT_FIT}
     */
    int compress(byte[] in, int from, int length, int pixelBytes, byte[] out, int outStart) {
        Arrays.fill(places, 0);
        int end = from + length;
        int searchEnd = end - MATCH_START_LIMIT;
        int matchEnd = end - LAST_LITERALS;
        int literals = from;
        int misses = 0;
        int at = outStart;
        // The first pixel has nothing before it that it could repeat.
        int i = from + pixelBytes;
        while (i <= searchEnd) {
            long word = (long) U64.get(in, i);
            int hash = hash(word);
            int candidate = from + places[hash];
            places[hash] = i - from;
            if ((long) U64.get(in, candidate) != word || i - candidate > DISTANCE_MAX) {
                i += pixelBytes * (1 + misses++ / MISSES_PER_STRIDE);
                continue;
            }
            int distance = i - candidate;
            int start = i;
            while (start > literals && start - distance > from && in[start - 1] == in[start - 1 - distance]) {
                start--;
            }
            int matched = matching(in, i + 8, distance, matchEnd);
            at = writeSequence(in, literals, start, distance, matched - start, out, at);
            if (at < 0) {
                return DOES_NOT_FIT;
            }
            literals = matched;
            misses = 0;
            int beyond = (matched - from) % pixelBytes;
            i = beyond == 0 ? matched : matched + pixelBytes - beyond;
            int before = i - 2 * pixelBytes;
            if (before > from && before <= searchEnd) {
                places[hash((long) U64.get(in, before))] = before - from;
            }
        }
        return writeLastLiterals(in, literals, end, out, at);
    }

    private static int hash(long word) {
        return (int) ((word * 0x9e3779b97f4a7c15L) >>> (64 - HASH_BITS));
    }

    /** Where the bytes from {@code at} on, before {@code end}, cease to equal those {@code distance} before. */
    private static int matching(byte[] in, int at, int distance, int end) {
        int i = at;
        int quickEnd = Math.min(end - 8, at + LONG_MATCH);
        while (i <= quickEnd) {
            long difference = (long) U64.get(in, i) ^ (long) U64.get(in, i - distance);
            if (difference != 0) {
                return i + (Long.numberOfTrailingZeros(difference) >> 3);
            }
            i += 8;
        }
        if (i >= end) {
            // The eight bytes that began the match may reach into the last literals.
            return end;
        }
        int rest = Arrays.mismatch(in, i, end, in, i - distance, end - distance);
        return rest < 0 ? end : i + rest;
    }

    /** Literals and the match behind them; returns where they end in {@code out}, or {@link #DOES_NOT_FIT}. */
    private static int writeSequence(
            byte[] in, int literals, int literalsEnd, int distance, int length, byte[] out, int outStart) {
        int count = literalsEnd - literals;
        int said = length - MATCH_MIN;
        int needed = 1 + lengthBytes(count) + count + 2 + lengthBytes(said);
        if (needed > out.length - outStart) {
            return DOES_NOT_FIT;
        }
        int token = outStart;
        int at = outStart + 1;
        if (count >= TOKEN_LENGTH) {
            at = writeLength(count - TOKEN_LENGTH, out, at);
        }
        if (count <= 16 && at + 16 <= out.length && literals + 16 <= in.length) {
            U64.set(out, at, (long) U64.get(in, literals));
            U64.set(out, at + 8, (long) U64.get(in, literals + 8));
        } else {
            System.arraycopy(in, literals, out, at, count);
        }
        at += count;
        U16.set(out, at, (short) distance);
        at += 2;
        if (said >= TOKEN_LENGTH) {
            at = writeLength(said - TOKEN_LENGTH, out, at);
        }
        out[token] = (byte) ((Math.min(count, TOKEN_LENGTH) << 4) | Math.min(said, TOKEN_LENGTH));
        return at;
    }

    private static int writeLastLiterals(byte[] in, int literals, int end, byte[] out, int outStart) {
        int count = end - literals;
        if (1 + lengthBytes(count) + count > out.length - outStart) {
            return DOES_NOT_FIT;
        }
        int at = outStart;
        out[at++] = (byte) (Math.min(count, TOKEN_LENGTH) << 4);
        if (count >= TOKEN_LENGTH) {
            at = writeLength(count - TOKEN_LENGTH, out, at);
        }
        System.arraycopy(in, literals, out, at, count);
        return at + count;
    }

    private static int lengthBytes(int length) {
        return length < TOKEN_LENGTH ? 0 : 1 + (length - TOKEN_LENGTH) / 255;
    }

    private static int writeLength(int rest, byte[] out, int outStart) {
        int at = outStart;
        int left = rest;
        while (left >= 255) {
            out[at++] = (byte) 255;
            left -= 255;
        }
        out[at++] = (byte) left;
        return at;
    }
}
