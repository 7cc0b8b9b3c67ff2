package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads codewords from little-endian words, the first bit of an image being the highest of its first word.
 *
 * <p>Its fields are open to {@link PlaneDecoder}, which keeps them in local variables while it decompresses.
 */
final class WordReader {

    private static final byte[] EMPTY = {};
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] input = EMPTY;
    private int at;
    private int end;

    /** The bits to come, from bit 63 down; the next 32 are always there. */
    long bits;

    /** How many of {@link #bits} are there, 32 to 63; the others are 0. */
    int count;

    /** @param length bytes; at least one word's, and no part of a word */
    void start(byte[] bytes, int offset, int length) {
        input = bytes;
        at = offset;
        end = offset + length;
        bits = 0;
        count = 0;
        refill();
    }

    /** The next word, to go behind what is in {@link #bits}. */
    long nextWord() {
        if (at == end) {
            throw new ImageFormatException("quic image: expected more words, got the end");
        }
        int word = (int) WORD.get(input, at);
        at += 4;
        return word & 0xffff_ffffL;
    }

    /** The next {@code length} bits, 1 to 31, without passing them. */
    int peek(int length) {
        return (int) (bits >>> (64 - length));
    }

    /** Passes {@code length} bits, at most 32. */
    void skip(int length) {
        bits <<= length;
        count -= length;
        if (count < 32) {
            refill();
        }
    }

    /** How many ones come next, told exactly up to 32. */
    int ones() {
        return Long.numberOfLeadingZeros(~bits);
    }

    int remaining() {
        return end - at;
    }

    void release() {
        input = EMPTY;
    }

    private void refill() {
        bits |= nextWord() << (32 - count);
        count += 32;
    }
}
