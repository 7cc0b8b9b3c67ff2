package dev.caraway.codecs.jpeg;

/**
 * How coarsely each frequency of a block is rounded at one quality.
 *
 * <p>The tables are the standard's examples (ITU-T T.81, annex K.1) scaled as libjpeg scales them, so that a quality
 * means what it means elsewhere: 50 is the standard's table itself, 100 rounds to whole numbers.
 */
final class QuantizationTable {

    /** By 8 times the vertical frequency plus the horizontal one. */
    private static final int[] BRIGHTNESS = {
        16, 11, 10, 16, 24, 40, 51, 61, //
        12, 12, 14, 19, 26, 58, 60, 55, //
        14, 13, 16, 24, 40, 57, 69, 56, //
        14, 17, 22, 29, 51, 87, 80, 62, //
        18, 22, 37, 56, 68, 109, 103, 77, //
        24, 35, 55, 64, 81, 104, 113, 92, //
        49, 64, 78, 87, 103, 121, 120, 101, //
        72, 92, 95, 98, 112, 100, 103, 99
    };

    private static final int[] COLOUR = {
        17, 18, 24, 47, 99, 99, 99, 99, //
        18, 21, 26, 66, 99, 99, 99, 99, //
        24, 26, 56, 99, 99, 99, 99, 99, //
        47, 66, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99, //
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int[] NATURAL_ORDER = Zigzag.naturalOrder();

    /** A reciprocal has 13 bits: the largest coefficient, 18 bits with its sign's, times it is still an int. */
    private static final int RECIPROCAL_MAX = 1 << 13;

    private final int[] base;

    /** By place in zigzag order: the divisor that the header says. */
    private final byte[] divisors = new byte[64];

    /** By place in zigzag order: {@code (coefficient * reciprocal + half) >> shift} divides and rounds. */
    private final int[] reciprocals = new int[64];

    private final int[] shifts = new int[64];

    private QuantizationTable(int[] base) {
        this.base = base;
    }

    static QuantizationTable brightness() {
        return new QuantizationTable(BRIGHTNESS);
    }

    static QuantizationTable colour() {
        return new QuantizationTable(COLOUR);
    }

    /** @param quality 1 to 100 */
    void scale(int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        for (int place = 0; place < 64; place++) {
            int natural = NATURAL_ORDER[place];
            int divisor = Math.max(1, Math.min(255, (base[natural] * percent + 50) / 100));
            divisors[place] = (byte) divisor;
            double scaled = divisor * ForwardDct.scale(natural & 7, natural >> 3);
            int shift = 0;
            while (Math.round((2L << shift) / scaled) < RECIPROCAL_MAX) {
                shift++;
            }
            shifts[place] = shift;
            reciprocals[place] = (int) Math.round((1L << shift) / scaled);
        }
    }

    /** Writes the 64 divisors in zigzag order. */
    int write(byte[] out, int at) {
        System.arraycopy(divisors, 0, out, at, divisors.length);
        return at + divisors.length;
    }

    int reciprocal(int place) {
        return reciprocals[place];
    }

    int shift(int place) {
        return shifts[place];
    }
}
