package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads codewords from little-endian words, the first bit of an image being the highest of its first word.
 *
 * <p>Positions are bits from the first word on. {@link PlaneDecoder} keeps the position in a local variable while it
 * decompresses.
 */
final class WordReader {

    /** The bits of a window that are always there. */
    static final int WINDOW_BITS_MIN = 33;

    private static final byte[] EMPTY = {};
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] input = EMPTY;
    private int start;

    /** The last place where two words begin. */
    private int lastPair;

    /** The bits that have been passed. */
    long position;

    void start(byte[] bytes, int offset, int length) {
        input = bytes;
        start = offset;
        lastPair = offset + length - 8;
        position = 0;
    }

    /**
     * The bits from {@code from} on, the first one in bit 63: {@link #WINDOW_BITS_MIN} or more, and then zeros.
     *
     * @throws ImageFormatException if the two words that they come from are not all there
     */
    long window(long from) {
        int at = start + ((int) (from >>> 3) & ~3);
        if (at > lastPair) {
            throw new ImageFormatException("quic image: expected more words, got the end");
        }
        return Long.rotateLeft((long) PAIR.get(input, at), 32) << (from & 31);
    }

    /** The bytes that an image which ends here has: the words begun, and one that decoders look into ahead of time. */
    long bytes() {
        return (position + 31) / 32 * 4 + 4;
    }

    void release() {
        input = EMPTY;
    }
}
