package dev.caraway.codecs.jpeg;

/**
 * The discrete cosine transform and the rounding behind it, for many blocks at once.
 *
 * <p>The arithmetic is that of Arai, Agui and Nakajima (1988): five multiplications for eight samples, and a factor for
 * each frequency that the quantization absorbs. It works on {@link #LANES} blocks side by side, a block a lane: sample
 * (column, row) of all blocks stands in a run of the array, so every step is a short loop over plain arrays that the
 * compiler turns into vector instructions. It does so only with loops of a handful of loads and stores; that is why
 * the transform is written as six small ones.
 *
 * <p>Where a step leaves its results decides the order of frequencies in memory, which {@link #slot} tells.
 */
final class ForwardDct {

    /** Blocks transformed at once. Not a power of two, or all the runs would compete for the same places of a cache. */
    static final int LANES = 112;

    /** The distance from one column of all blocks to the next. */
    static final int COLUMN = 8 * LANES;

    /** The array places that one block of each lane takes. */
    static final int BLOCK = 64 * LANES;

    /**
     * Samples are given with so many bits of fraction: the fastest frequencies, which come out smallest, are then still
     * right within a fifth, and no product exceeds an {@code int}.
     */
    static final int FRACTION_BITS = 4;

    private static final int CONSTANT_BITS = 13;

    // Cosines of so many sixteenths of half a turn.
    private static final int COS_6 = constant(Math.cos(6 * Math.PI / 16));
    private static final int COS_2_LESS_6 = constant(Math.cos(2 * Math.PI / 16) - Math.cos(6 * Math.PI / 16));
    private static final int COS_4 = constant(Math.cos(4 * Math.PI / 16));
    private static final int COS_2_PLUS_6 = constant(Math.cos(2 * Math.PI / 16) + Math.cos(6 * Math.PI / 16));

    /** By frequency: where the eight results of a transform along one line end. */
    private static final int[] LINE_SLOTS = {0, 4, 2, 6, 1, 5, 3, 7};

    private ForwardDct() {}

    /** Where in each block the samples of a column and row stand before, in lanes. */
    static int sample(int column, int row) {
        return column * COLUMN + row * LANES;
    }

    /** Where in each block the coefficient of a frequency stands after. */
    static int slot(int horizontal, int vertical) {
        return sample(LINE_SLOTS[horizontal], LINE_SLOTS[vertical]);
    }

    /** How many times too large a coefficient comes out. */
    static double scale(int horizontal, int vertical) {
        return lineScale(horizontal) * lineScale(vertical) * (8 << FRACTION_BITS);
    }

    private static double lineScale(int frequency) {
        return frequency == 0 ? 1 : Math.cos(frequency * Math.PI / 16) * Math.sqrt(2);
    }

    /** Transforms the first {@code lanes} lanes of the block at {@code base}. */
    static void transform(int[] block, int base, int lanes) {
        if (lanes == LANES) {
            alongRows(block, base, COLUMN);
        } else {
            for (int row = 0; row < 8; row++) {
                alongRows(block, base + row * LANES, lanes);
            }
        }
        for (int column = 0; column < 8; column++) {
            alongColumn(block, base + column * COLUMN, lanes);
        }
    }

    private static void alongRows(int[] d, int base, int count) {
        rowButterflies(d, base, base + count);
        rowInnerButterflies(d, base + 2 * COLUMN, base + 2 * COLUMN + count);
        rowEven(d, base, base + count);
        rowOddSums(d, base + 4 * COLUMN, base + 4 * COLUMN + count);
        rowOddTurns(d, base + 4 * COLUMN, base + 4 * COLUMN + count);
        rowOdd(d, base + 4 * COLUMN, base + 4 * COLUMN + count);
    }

    private static void rowButterflies(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + COLUMN];
            int c = d[i + 6 * COLUMN];
            int e = d[i + 7 * COLUMN];
            d[i] = a + e;
            d[i + COLUMN] = b + c;
            d[i + 6 * COLUMN] = b - c;
            d[i + 7 * COLUMN] = a - e;
        }
    }

    private static void rowInnerButterflies(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + COLUMN];
            int c = d[i + 2 * COLUMN];
            int e = d[i + 3 * COLUMN];
            d[i] = a + e;
            d[i + COLUMN] = b + c;
            d[i + 2 * COLUMN] = b - c;
            d[i + 3 * COLUMN] = a - e;
        }
    }

    private static void rowEven(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + COLUMN];
            int c = d[i + 2 * COLUMN];
            int e = d[i + 3 * COLUMN];
            int outer = a + e;
            int inner = b + c;
            int difference = a - e;
            int turned = ((b - c + difference) * COS_4) >> CONSTANT_BITS;
            d[i] = outer + inner;
            d[i + COLUMN] = outer - inner;
            d[i + 2 * COLUMN] = difference + turned;
            d[i + 3 * COLUMN] = difference - turned;
        }
    }

    private static void rowOddSums(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + COLUMN];
            int c = d[i + 2 * COLUMN];
            d[i] = a + b;
            d[i + COLUMN] = ((b + c) * COS_4) >> CONSTANT_BITS;
            d[i + 2 * COLUMN] = c + d[i + 3 * COLUMN];
        }
    }

    private static void rowOddTurns(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int c = d[i + 2 * COLUMN];
            int both = (a - c) * COS_6;
            d[i] = (a * COS_2_LESS_6 + both) >> CONSTANT_BITS;
            d[i + 2 * COLUMN] = (c * COS_2_PLUS_6 + both) >> CONSTANT_BITS;
        }
    }

    private static void rowOdd(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + COLUMN];
            int c = d[i + 2 * COLUMN];
            int e = d[i + 3 * COLUMN];
            int sum = e + b;
            int difference = e - b;
            d[i] = sum + c;
            d[i + COLUMN] = difference + a;
            d[i + 2 * COLUMN] = difference - a;
            d[i + 3 * COLUMN] = sum - c;
        }
    }

    private static void alongColumn(int[] d, int base, int lanes) {
        columnButterflies(d, base, base + lanes);
        columnInnerButterflies(d, base + 2 * LANES, base + 2 * LANES + lanes);
        columnEven(d, base, base + lanes);
        columnOddSums(d, base + 4 * LANES, base + 4 * LANES + lanes);
        columnOddTurns(d, base + 4 * LANES, base + 4 * LANES + lanes);
        columnOdd(d, base + 4 * LANES, base + 4 * LANES + lanes);
    }

    private static void columnButterflies(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + LANES];
            int c = d[i + 6 * LANES];
            int e = d[i + 7 * LANES];
            d[i] = a + e;
            d[i + LANES] = b + c;
            d[i + 6 * LANES] = b - c;
            d[i + 7 * LANES] = a - e;
        }
    }

    private static void columnInnerButterflies(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + LANES];
            int c = d[i + 2 * LANES];
            int e = d[i + 3 * LANES];
            d[i] = a + e;
            d[i + LANES] = b + c;
            d[i + 2 * LANES] = b - c;
            d[i + 3 * LANES] = a - e;
        }
    }

    private static void columnEven(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + LANES];
            int c = d[i + 2 * LANES];
            int e = d[i + 3 * LANES];
            int outer = a + e;
            int inner = b + c;
            int difference = a - e;
            int turned = ((b - c + difference) * COS_4) >> CONSTANT_BITS;
            d[i] = outer + inner;
            d[i + LANES] = outer - inner;
            d[i + 2 * LANES] = difference + turned;
            d[i + 3 * LANES] = difference - turned;
        }
    }

    private static void columnOddSums(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + LANES];
            int c = d[i + 2 * LANES];
            d[i] = a + b;
            d[i + LANES] = ((b + c) * COS_4) >> CONSTANT_BITS;
            d[i + 2 * LANES] = c + d[i + 3 * LANES];
        }
    }

    private static void columnOddTurns(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int c = d[i + 2 * LANES];
            int both = (a - c) * COS_6;
            d[i] = (a * COS_2_LESS_6 + both) >> CONSTANT_BITS;
            d[i + 2 * LANES] = (c * COS_2_PLUS_6 + both) >> CONSTANT_BITS;
        }
    }

    private static void columnOdd(int[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            int a = d[i];
            int b = d[i + LANES];
            int c = d[i + 2 * LANES];
            int e = d[i + 3 * LANES];
            int sum = e + b;
            int difference = e - b;
            d[i] = sum + c;
            d[i + LANES] = difference + a;
            d[i + 2 * LANES] = difference - a;
            d[i + 3 * LANES] = sum - c;
        }
    }

    private static int constant(double value) {
        return (int) Math.round(value * (1 << CONSTANT_BITS));
    }
}
