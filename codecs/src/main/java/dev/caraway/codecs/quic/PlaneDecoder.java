package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import java.util.Arrays;

/** Decompresses one plane, row by row: three channels that share their runs, or one. */
final class PlaneDecoder {

    /** Rows begin here in their arrays: the first pixel has a left neighbour too. */
    static final int FIRST = 1;

    /** No run begins left of this column. */
    private static final int RUN_COLUMN_MIN = 3;

    /** Ones of a run that are read at a time. */
    private static final int RUN_ONES_MAX = 8;

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
        byte[] escapes = family.escapeZeros;
        int[] c = row;
        int[] p = isFirstRow ? row : above;
        int upStep = isFirstRow ? 1 : 0;
        int runsFrom = isFirstRow ? end : FIRST + RUN_COLUMN_MIN;
        int[] d = differences;
        int lanes = family.sampleMax * 0x1_0101;
        long position = reader.position;
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
                    reader.position = position;
                    int run = readRun(end - i, reader);
                    position = reader.position;
                    Arrays.fill(c, i, i + run, c[i - 1]);
                    i += run;
                    if (i == end) {
                        m.skip = stop - runStart;
                        return;
                    }
                    stop += run;
                    continue decoding;
                }
                int redCode = codes[buckets[difference >>> 16]] >> 8;
                int greenCode = codes[buckets[(difference >>> 8) & 0xff] + 8] >> 8;
                int blueCode = codes[buckets[difference & 0xff] + 16] >> 8;
                long window = reader.window(position);
                int redZeros = Long.numberOfLeadingZeros(window);
                int redLength = redZeros + 1 + redCode;
                int red = ((redZeros - 1) << redCode) + (int) (window >>> -redLength);
                window <<= redLength;
                int greenZeros = Long.numberOfLeadingZeros(window);
                int greenLength = greenZeros + 1 + greenCode;
                int green = ((greenZeros - 1) << greenCode) + (int) (window >>> -greenLength);
                window <<= greenLength;
                int blueZeros = Long.numberOfLeadingZeros(window);
                int blueLength = blueZeros + 1 + blueCode;
                int blue = ((blueZeros - 1) << blueCode) + (int) (window >>> -blueLength);
                int length = redLength + greenLength + blueLength;
                if (length <= WordReader.WINDOW_BITS_MIN
                        && redZeros < escapes[redCode]
                        && greenZeros < escapes[greenCode]
                        && blueZeros < escapes[blueCode]) {
                    position += length;
                } else {
                    reader.position = position;
                    red = readRank(redCode, reader);
                    green = readRank(greenCode, reader);
                    blue = readRank(blueCode, reader);
                    position = reader.position;
                }
                difference = differences(red << 16 | green << 8 | blue) & lanes;
                int left = c[i - 1];
                int up = p[i - upStep];
                int average = (left & up) + (((left ^ up) >>> 1) & LOW_BITS);
                c[i] = plus(difference, average) & lanes;
                d[i] = difference;
            }
            if (stop < end) {
                m.learnColours(d[stop - 1], d[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
        reader.position = position;
    }

    /** Adds in each lane of a byte by itself. */
    private static int plus(int a, int b) {
        return ((a & LOW_BITS) + (b & LOW_BITS)) ^ ((a ^ b) & HIGH_BITS);
    }

    /** The differences of ranks, in each lane of a byte by itself; bits above a sample's may be set. */
    private static int differences(int ranks) {
        int odd = ranks & 0x1_0101;
        return ((ranks >>> 1) & LOW_BITS) ^ ((odd << 8) - odd);
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
                int rank = readRank(m.codes[family.buckets[differences[i - 1]]] >> 8, reader);
                int difference = differences(rank) & family.sampleMax;
                c[i] = (difference + ((c[i - 1] + p[i - upStep]) >>> 1)) & family.sampleMax;
                differences[i] = difference;
            }
            if (stop < end) {
                m.learn(differences[stop - 1], differences[stop]);
                stop = i + m.nextSkip();
            }
            m.skip = stop - end;
        }
    }

    private int readRank(int code, WordReader reader) {
        long window = reader.window(reader.position);
        int zeros = Long.numberOfLeadingZeros(window);
        int escape = family.escapeZeros[code];
        if (zeros < escape) {
            int length = zeros + 1 + code;
            reader.position += length;
            return ((zeros - 1) << code) + (int) (window >>> -length);
        }
        int length = escape + family.escapeBits[code];
        reader.position += length;
        int rank = (escape << code) + (int) ((window << escape) >>> -family.escapeBits[code]);
        if (rank > family.sampleMax) {
            throw new ImageFormatException("quic sample: expected at most rank " + family.sampleMax + ", got " + rank);
        }
        return rank;
    }

    private int readRun(int runMax, WordReader reader) {
        int run = 0;
        int ones;
        do {
            ones = Math.min(Long.numberOfLeadingZeros(~reader.window(reader.position)), RUN_ONES_MAX);
            for (int i = 0; i < ones; i++) {
                run += 1 << model.runOrder();
                model.lengthenRuns();
            }
            refuseTooLong(run, runMax);
            reader.position += ones;
        } while (ones == RUN_ONES_MAX);
        // A zero, and then the rest of the run.
        int order = model.runOrder();
        run += (int) (reader.window(reader.position) >>> (63 - order));
        refuseTooLong(run, runMax);
        reader.position += 1 + order;
        model.shortenRuns();
        return run;
    }

    private static void refuseTooLong(int run, int runMax) {
        if (run > runMax) {
            throw new ImageFormatException("quic run: expected at most " + runMax + " pixels, got " + run);
        }
    }
}
