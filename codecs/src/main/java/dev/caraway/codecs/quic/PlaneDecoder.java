package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import java.util.Arrays;

/** Decompresses one plane, row by row: three channels that share their runs, or one. */
final class PlaneDecoder {

    /** Rows begin here in their arrays: the first pixel has a left neighbour too. */
    static final int FIRST = 1;

    /** No run begins left of this column. */
    private static final int RUN_COLUMN_MIN = 3;

    private static final int LOW_BITS = 0x7f_7f7f;
    private static final int HIGH_BITS = 0x80_8080;
    private static final int[] EMPTY = {};

    private final QuicModel model = new QuicModel();
    private QuicCodes family = QuicCodes.OF_EIGHT_BITS;

    private int[] row = EMPTY;
    private int[] above = EMPTY;

    /** What to the left of each pixel decides on its code: its difference, or, in runs, one from a row further up. */
    private int[] differences = EMPTY;

    private boolean isFirstRow;

    void reset(QuicCodes codes, int width) {
        family = codes;
        model.reset(codes);
        isFirstRow = true;
        if (row.length < width + FIRST) {
            row = new int[width + FIRST];
            above = new int[width + FIRST];
            differences = new int[width + FIRST];
        }
        differences[FIRST - 1] = 0;
        row[FIRST - 1] = 0;
    }

    /** The next row, from {@link #FIRST} on; good until the one after the next is asked for. */
    int[] decompressRow(int width, int channels, WordReader reader) {
        int[] oldest = above;
        above = row;
        row = oldest;
        if (isFirstRow) {
            row[FIRST - 1] = 0;
        } else {
            row[FIRST - 1] = above[FIRST];
            differences[FIRST - 1] = differences[FIRST];
        }
        int start = 0;
        while (start < width) {
            int end = model.segmentEnd(start, width);
            if (channels == 1) {
                decompressSingle(start + FIRST, end + FIRST, reader);
            } else {
                decompressColours(start + FIRST, end + FIRST, reader);
            }
            model.pass(end - start);
            start = end;
        }
        isFirstRow = false;
        return row;
    }

    private void decompressColours(int start, int end, WordReader reader) {
        QuicModel m = model;
        int[] codes = m.codes;
        byte[] buckets = family.buckets;
        int[] c = row;
        int[] p = isFirstRow ? row : above;
        int upStep = isFirstRow ? 1 : 0;
        int runsFrom = isFirstRow ? end : FIRST + RUN_COLUMN_MIN;
        int[] d = differences;
        int lanes = family.sampleMax * 0x1_0101;
        int stop = start + m.skip;
        int runStart = 0;
        int i = start;
        decoding:
        while (i < end) {
            int to = Math.min(stop, end - 1);
            int difference = d[i - 1];
            for (; i <= to; i++) {
                if (i >= runsFrom && p[i - 1] == p[i] && c[i - 1] == c[i - 2] && i != runStart) {
                    runStart = i;
                    int run = readRun(end - i, reader);
                    Arrays.fill(c, i, i + run, c[i - 1]);
                    i += run;
                    if (i == end) {
                        m.skip = stop - runStart;
                        return;
                    }
                    stop += run;
                    continue decoding;
                }
                int red = readDifference(codes[buckets[difference >>> 16]] >> 8, reader);
                int green = readDifference(codes[buckets[(difference >>> 8) & 0xff] + 8] >> 8, reader);
                int blue = readDifference(codes[buckets[difference & 0xff] + 16] >> 8, reader);
                difference = red << 16 | green << 8 | blue;
                int left = c[i - 1];
                int up = p[i - upStep];
                int average = (left & up) + (((left ^ up) >>> 1) & LOW_BITS);
                c[i] = plus(difference, average) & lanes;
                d[i] = difference;
            }
            if (stop < end) {
                learnColours(d[stop - 1], d[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
    }

    /** Adds in each lane of a byte by itself. */
    private static int plus(int a, int b) {
        return ((a & LOW_BITS) + (b & LOW_BITS)) ^ ((a ^ b) & HIGH_BITS);
    }

    private void learnColours(int left, int difference) {
        model.learn(0, left >>> 16, difference >>> 16);
        model.learn(1, (left >>> 8) & 0xff, (difference >>> 8) & 0xff);
        model.learn(2, left & 0xff, difference & 0xff);
    }

    private void decompressSingle(int start, int end, WordReader reader) {
        QuicModel m = model;
        int[] c = row;
        int[] p = isFirstRow ? row : above;
        int upStep = isFirstRow ? 1 : 0;
        int runsFrom = isFirstRow ? end : FIRST + RUN_COLUMN_MIN;
        int stop = start + m.skip;
        int runStart = 0;
        int i = start;
        decoding:
        while (i < end) {
            int to = Math.min(stop, end - 1);
            for (; i <= to; i++) {
                if (i >= runsFrom && p[i - 1] == p[i] && c[i - 1] == c[i - 2] && i != runStart) {
                    runStart = i;
                    int run = readRun(end - i, reader);
                    Arrays.fill(c, i, i + run, c[i - 1]);
                    i += run;
                    if (i == end) {
                        m.skip = stop - runStart;
                        return;
                    }
                    stop += run;
                    continue decoding;
                }
                int difference = readDifference(m.codes[family.buckets[differences[i - 1]]] >> 8, reader);
                c[i] = (difference + ((c[i - 1] + p[i - upStep]) >>> 1)) & family.sampleMax;
                differences[i] = difference;
            }
            if (stop < end) {
                m.learn(0, differences[stop - 1], differences[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
    }

    private int readDifference(int code, WordReader reader) {
        int zeros = Long.numberOfLeadingZeros(reader.bits);
        int rank;
        if (zeros < family.escapeZeros[code]) {
            int length = zeros + 1 + code;
            rank = zeros << code | (reader.peek(length) & ((1 << code) - 1));
            reader.skip(length);
        } else {
            int escape = family.escapeBits[code];
            int length = family.escapeZeros[code] + escape;
            rank = (family.escapeZeros[code] << code) + (reader.peek(length) & ((1 << escape) - 1));
            if (rank > family.sampleMax) {
                throw new ImageFormatException(
                        "quic sample: expected at most rank " + family.sampleMax + ", got " + rank);
            }
            reader.skip(length);
        }
        return family.difference(rank);
    }

    private int readRun(int runMax, WordReader reader) {
        int run = 0;
        int ones;
        do {
            ones = Math.min(reader.ones(), 8);
            for (int i = 0; i < ones; i++) {
                run += 1 << model.runOrder();
                model.lengthenRuns();
            }
            refuseTooLong(run, runMax);
            reader.skip(ones == 8 ? 8 : ones + 1);
        } while (ones == 8);
        int order = model.runOrder();
        if (order > 0) {
            run += reader.peek(order);
            refuseTooLong(run, runMax);
            reader.skip(order);
        }
        model.shortenRuns();
        return run;
    }

    private static void refuseTooLong(int run, int runMax) {
        if (run > runMax) {
            throw new ImageFormatException("quic run: expected at most " + runMax + " pixels, got " + run);
        }
    }
}
