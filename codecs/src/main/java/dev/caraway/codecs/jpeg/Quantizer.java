package dev.caraway.codecs.jpeg;

import java.util.Arrays;

/** Rounds the coefficients of many blocks, and notes which are not zero. */
final class Quantizer {

    private static final int LANES = ForwardDct.LANES;
    private static final int[] NATURAL_ORDER = Zigzag.naturalOrder();

    private Quantizer() {}

    /**
     * Divides the coefficients of the block at {@code base} in place.
     *
     * @param nonzero receives, from {@code masks} on, two runs of lanes: a bit for each of the first 32 places in zigzag
     *     order, then for the last 32
     */
    static void quantize(int[] blocks, int base, int[] nonzero, int masks, QuantizationTable table, int lanes) {
        Arrays.fill(nonzero, masks, masks + 2 * LANES, 0);
        for (int place = 0; place < 64; place++) {
            int natural = NATURAL_ORDER[place];
            int from = base + ForwardDct.slot(natural & 7, natural >> 3);
            divide(blocks, from, from + lanes, table.reciprocal(place), table.shift(place));
            mark(blocks, from, nonzero, masks + (place >> 5) * LANES, place & 31, lanes);
        }
    }

    private static void divide(int[] d, int from, int to, int reciprocal, int shift) {
        int half = (1 << shift) >> 1;
        for (int i = from; i < to; i++) {
            d[i] = (d[i] * reciprocal + half) >> shift;
        }
    }

    private static void mark(int[] d, int from, int[] nonzero, int masks, int bit, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int value = d[from + i];
            nonzero[masks + i] |= ((value | -value) >>> 31) << bit;
        }
    }
}
