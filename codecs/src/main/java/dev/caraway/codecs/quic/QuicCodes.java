package dev.caraway.codecs.quic;

/**
 * The codewords for samples of one depth, and what each costs.
 *
 * <p>A sample is told by its <em>difference</em>: the sample less its prediction, modulo 2^bits. Small differences of
 * either sign get small <em>ranks</em> (0, -1, 1, -2, 2, … are ranks 1, 2, 3, … less one), and a rank is written in one
 * of {@link #count} Golomb-Rice codes. Code {@code c} writes {@code rank >> c} zeros, a one, and the low {@code c} bits
 * of the rank. Ranks that would need too many zeros are escaped: all the zeros there may be, and the rank above the
 * first such one in a fixed number of bits.
 *
 * <p>The difference of the sample to the left chooses the <em>bucket</em> that decides on the code: bucket {@code b}
 * holds ranks {@code 2^b - 1} to {@code 2^(b+1) - 2}, the last one all others.
 */
final class QuicCodes {

    /** The longest codeword. */
    static final int LENGTH_MAX = 26;

    /** Bits that a packed codeword's length takes. */
    static final int LENGTH_BITS = 5;

    /** Places for codes, and for buckets, in every table, whatever the depth. */
    static final int CODES = 8;

    /** What a code that the depth does not have costs: more than the last one that it has. */
    private static final int COST_OF_NO_CODE = 8;

    static final QuicCodes OF_EIGHT_BITS = new QuicCodes(8);
    static final QuicCodes OF_FIVE_BITS = new QuicCodes(5);

    /** How many codes there are, and buckets: the bits of a sample. */
    final int count;

    /** The largest sample. */
    final int sampleMax;

    /** At {@code code << 8 | difference} the codeword, and in its low {@link #LENGTH_BITS} bits its length. */
    final int[] words = new int[CODES << 8];

    /** At {@code difference} its bucket. */
    final byte[] buckets = new byte[256];

    /**
     * At {@code 2 * difference} the lengths of its codewords in codes 0 to 3, the first lowest, 16 bits each, shifted
     * left as the counters of {@link QuicModel} are; behind it those in codes 4 to 7.
     */
    final long[] costs = new long[256 << 1];

    /** By code, the zeros of an escape. */
    final byte[] escapeZeros = new byte[CODES];

    /** By code, the bits behind the zeros of an escape. */
    final int[] escapeBits = new int[CODES];

    private QuicCodes(int bits) {
        count = bits;
        sampleMax = (1 << bits) - 1;
        for (int code = 0; code < bits; code++) {
            escapeZeros[code] = (byte) Math.min(LENGTH_MAX - bits, (1 << (bits - code)) - 1);
            int escaped = sampleMax + 1 - (escapeZeros[code] << code);
            escapeBits[code] = 32 - Integer.numberOfLeadingZeros(escaped - 1);
        }
        for (int difference = 0; difference <= sampleMax; difference++) {
            int rank = rank(difference);
            buckets[difference] = (byte) Math.min(31 - Integer.numberOfLeadingZeros(rank + 1), bits - 1);
            for (int code = 0; code < bits; code++) {
                words[code << 8 | difference] = word(rank, code);
            }
            for (int code = 0; code < CODES; code++) {
                long cost = code < bits ? words[code << 8 | difference] & 31 : COST_OF_NO_CODE;
                costs[2 * difference + code / 4] |= cost << QuicModel.COUNTER_SHIFT << (code % 4 * 16);
            }
        }
    }

    private int rank(int difference) {
        return difference <= sampleMax >> 1 ? 2 * difference : 2 * (sampleMax - difference) + 1;
    }

    private int word(int rank, int code) {
        int firstEscaped = escapeZeros[code] << code;
        if (rank >= firstEscaped) {
            return (rank - firstEscaped) << LENGTH_BITS | (escapeZeros[code] + escapeBits[code]);
        }
        int low = rank & ((1 << code) - 1);
        return (1 << code | low) << LENGTH_BITS | ((rank >> code) + 1 + code);
    }
}
