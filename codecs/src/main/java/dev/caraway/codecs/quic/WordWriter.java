package dev.caraway.codecs.quic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Gathers codewords, the first bit highest, in words that go out little endian.
 *
 * <p>Words wait in an array of fixed size, so that only {@link #makeRoom} asks whether the output has room. Its fields
 * are open to {@link PlaneEncoder}, which keeps them in local variables while it compresses.
 */
final class WordWriter {

    /** What {@link #makeRoom} makes room for: more than 64 pixels and the longest run take. */
    private static final int ROOM_WORDS = 1024;

    private static final byte[] EMPTY = {};
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** INVARIANT: full words before {@link #at}; what lies from there on is undefined. */
    final int[] words = new int[2 * ROOM_WORDS];

    int at;

    /** The bits that do not fill a word yet, from bit 63 down. All others are 0. */
    long bits;

    /** How many of them there are, 0 to 31. */
    int count;

    private byte[] out = EMPTY;
    private int outAt;

    void start(byte[] target, int offset) {
        out = target;
        outAt = offset;
        at = 0;
        bits = 0;
        count = 0;
    }

    /** Whether words before {@code index} ask for {@link #makeRoom}. */
    static boolean needRoom(int index) {
        return index > ROOM_WORDS;
    }

    /** Empties {@link #words} into the output; false if they do not fit there. */
    boolean makeRoom() {
        if (out.length - outAt < 4 * at) {
            return false;
        }
        for (int i = 0; i < at; i++) {
            WORD.set(out, outAt + 4 * i, words[i]);
        }
        outAt += 4 * at;
        at = 0;
        return true;
    }

    /** Writes the low {@code length} bits of {@code word}, 1 to 32; the bits above are 0. */
    void write(long word, int length) {
        bits |= word << (64 - count - length);
        count += length;
        words[at] = (int) (bits >>> 32);
        at += count >>> 5;
        bits <<= count & 32;
        count &= 31;
    }

    /** Writes what is left, and the empty word that decoders look into ahead of time; gives up the output. */
    boolean finish() {
        if (count > 0) {
            words[at++] = (int) (bits >>> 32);
        }
        words[at++] = 0;
        return makeRoom();
    }

    /** Where the words that have gone out end. */
    int end() {
        return outAt;
    }

    void release() {
        out = EMPTY;
    }
}
