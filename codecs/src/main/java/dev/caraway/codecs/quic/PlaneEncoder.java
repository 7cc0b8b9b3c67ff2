package dev.caraway.codecs.quic;

import java.util.Arrays;

/** Compresses one plane, row by row: three channels that share their runs, or one. */
final class PlaneEncoder {

    /** Rows begin here in their arrays: the first pixel has a left neighbour too. */
    static final int FIRST = 1;

    /** Lanes of a byte, three of which a pixel fills. */
    private static final int HIGH_BITS = 0x80_8080;

    private static final int LOW_BITS = 0x7f_7f7f;

    /** No run begins left of this column. */
    private static final int RUN_COLUMN_MIN = 3;

    /** Runs are compared pixel by pixel up to here; beyond it, whole vectors are worth their while. */
    private static final int SHORT_RUN = 16;

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
    }

    /** The row to fill, from {@link #FIRST} on, before compressing it. */
    int[] nextRow() {
        int[] oldest = above;
        above = row;
        row = oldest;
        return oldest;
    }

    /** Compresses the row that {@link #nextRow} has lent; false if the output has no room for it. */
    boolean compressRow(int width, int channels, WordWriter writer) {
        if (isFirstRow) {
            row[FIRST - 1] = 0;
        } else {
            row[FIRST - 1] = above[FIRST];
            differences[FIRST - 1] = differences[FIRST];
        }
        int start = 0;
        while (start < width) {
            int stop = model.segmentEnd(start, width);
            boolean fits = channels == 1
                    ? compressSingle(start + FIRST, stop + FIRST, writer)
                    : compressColours(start + FIRST, stop + FIRST, writer);
            if (!fits) {
                return false;
            }
            model.pass(stop - start);
            start = stop;
        }
        isFirstRow = false;
        return true;
    }

    /** Subtracts in each lane of a byte by itself. */
    private static int minus(int a, int b) {
        return ((a | HIGH_BITS) - (b & LOW_BITS)) ^ ((a ^ ~b) & HIGH_BITS);
    }

    private boolean compressColours(int start, int end, WordWriter writer) {
        QuicModel m = model;
        int[] codes = m.codes;
        int[] codewords = family.words;
        byte[] buckets = family.buckets;
        int[] c = row;
        int[] p = isFirstRow ? row : above;
        int upStep = isFirstRow ? 1 : 0;
        int runsFrom = isFirstRow ? end : FIRST + RUN_COLUMN_MIN;
        int[] d = differences;
        int lanes = family.sampleMax * 0x1_0101;
        int[] words = writer.words;
        int at = writer.at;
        long bits = writer.bits;
        int count = writer.count;
        int stop = start + m.skip;
        int runStart = 0;
        int i = start;
        coding:
        while (i < end) {
            if (WordWriter.needRoom(at)) {
                writer.at = at;
                if (!writer.makeRoom()) {
                    return false;
                }
                at = 0;
            }
            int to = Math.min(stop, end - 1);
            int context = d[i - 1];
            for (; i <= to; i++) {
                if (i >= runsFrom && p[i - 1] == p[i] && c[i - 1] == c[i - 2] && i != runStart) {
                    runStart = i;
                    int run = runLength(i, end);
                    writer.at = at;
                    writer.bits = bits;
                    writer.count = count;
                    writeRun(run, writer);
                    at = writer.at;
                    bits = writer.bits;
                    count = writer.count;
                    i += run;
                    if (i == end) {
                        m.skip = stop - runStart;
                        break coding;
                    }
                    stop += run;
                    continue coding;
                }
                int left = c[i - 1];
                int up = p[i - upStep];
                int average = (left & up) + (((left ^ up) >>> 1) & LOW_BITS);
                int difference = minus(c[i], average) & lanes;
                int red = codewords[codes[buckets[context >>> 16]] + (difference >>> 16)];
                int green = codewords[codes[buckets[(context >>> 8) & 0xff] + 8] + ((difference >>> 8) & 0xff)];
                int blue = codewords[codes[buckets[context & 0xff] + 16] + (difference & 0xff)];
                int blueLength = blue & 31;
                int greenLength = green & 31;
                int redLength = red & 31;
                int length = redLength + greenLength + blueLength;
                if (length <= 32) {
                    long word =
                            (((red >>> 5) << greenLength | (green >>> 5)) << blueLength | (blue >>> 5)) & 0xffff_ffffL;
                    bits |= word << (64 - count - length);
                    count += length;
                    words[at] = (int) (bits >>> 32);
                    at += count >>> 5;
                    bits <<= count & 32;
                    count &= 31;
                } else {
                    writer.at = at;
                    writer.bits = bits;
                    writer.count = count;
                    writer.write(red >>> 5, redLength);
                    writer.write(green >>> 5, greenLength);
                    writer.write(blue >>> 5, blueLength);
                    at = writer.at;
                    bits = writer.bits;
                    count = writer.count;
                }
                d[i] = difference;
                context = difference;
            }
            if (stop < end) {
                m.learnColours(d[stop - 1], d[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
        writer.at = at;
        writer.bits = bits;
        writer.count = count;
        return true;
    }

    private boolean compressSingle(int start, int end, WordWriter writer) {
        QuicModel m = model;
        int[] c = row;
        int[] p = isFirstRow ? row : above;
        int upStep = isFirstRow ? 1 : 0;
        int runsFrom = isFirstRow ? end : FIRST + RUN_COLUMN_MIN;
        int stop = start + m.skip;
        int runStart = 0;
        int i = start;
        coding:
        while (i < end) {
            if (WordWriter.needRoom(writer.at) && !writer.makeRoom()) {
                return false;
            }
            int to = Math.min(stop, end - 1);
            for (; i <= to; i++) {
                if (i >= runsFrom && p[i - 1] == p[i] && c[i - 1] == c[i - 2] && i != runStart) {
                    runStart = i;
                    int run = runLength(i, end);
                    writeRun(run, writer);
                    i += run;
                    if (i == end) {
                        m.skip = stop - runStart;
                        return true;
                    }
                    stop += run;
                    continue coding;
                }
                int difference = (c[i] - ((c[i - 1] + p[i - upStep]) >>> 1)) & family.sampleMax;
                int codeword = family.words[m.codes[family.buckets[differences[i - 1]]] + difference];
                writer.write(codeword >>> QuicCodes.LENGTH_BITS, codeword & 31);
                differences[i] = difference;
            }
            if (stop < end) {
                m.learn(differences[stop - 1], differences[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
        return true;
    }

    /** How many pixels from {@code i} on equal the one before. */
    private int runLength(int i, int end) {
        int pixel = row[i - 1];
        int quick = Math.min(end, i + SHORT_RUN);
        for (int at = i; at < quick; at++) {
            if (row[at] != pixel) {
                return at - i;
            }
        }
        int mismatch = Arrays.mismatch(row, quick, end, row, quick - 1, end - 1);
        return (mismatch < 0 ? end : quick + mismatch) - i;
    }

    private void writeRun(int length, WordWriter writer) {
        int left = length;
        int order = model.runOrder();
        int ones = 0;
        while (left >>> order > 0) {
            left -= 1 << order;
            ones++;
            model.lengthenRuns();
            order = model.runOrder();
        }
        for (; ones > 16; ones -= 16) {
            writer.write(0xffff, 16);
        }
        // The rest has one bit more than its order: a zero, where the ones end.
        writer.write(((1L << ones) - 1) << (order + 1) | left, ones + order + 1);
        model.shortenRuns();
    }
}
