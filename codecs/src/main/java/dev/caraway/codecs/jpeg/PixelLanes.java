package dev.caraway.codecs.jpeg;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads minimum coded units of a raster, one a lane, and turns them into samples of brightness and colour.
 *
 * <p>Units are numbered row by row from the picture's top left. Where one reaches beyond the picture, the last column
 * and the last row are repeated: what a decoder cuts off should cost little and not bleed in.
 */
final class PixelLanes {

    private static final int LANES = ForwardDct.LANES;
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] EMPTY = {};

    // The shares of JFIF (ITU-T T.871, after ITU-R BT.601) times 65536; those of brightness make up one, those that a
    // colour takes away make up a half.
    private static final int SHARE_BITS = 16;
    private static final int RED_SHARE = 19595;
    private static final int GREEN_SHARE = 38470;
    private static final int BLUE_SHARE = 7471;
    private static final int HALF = 32768;
    private static final int RED_IN_BLUE = 11058;
    private static final int GREEN_IN_BLUE = 21710;
    private static final int GREEN_IN_RED = 27439;
    private static final int BLUE_IN_RED = 5329;
    private static final int SAMPLE_SHIFT = SHARE_BITS - ForwardDct.FRACTION_BITS;
    private static final int ROUND = 1 << (SAMPLE_SHIFT - 1);
    /** A sum of four pixels is their average with two bits of fraction. */
    private static final int SUM_SHIFT = SAMPLE_SHIFT + 2;

    private static final int SUM_ROUND = 1 << (SUM_SHIFT - 1);
    /** Samples lie around zero. */
    private static final int BRIGHTNESS_BIAS = ROUND - (128 << SHARE_BITS);

    /** One row of each unit, then the next: a run of lanes for each column, a pixel being 0xRRGGBB or more. */
    private final int[] pixels = new int[2 * 16 * LANES];

    /** The sums of red (times 65536) and blue, and of green, of two by two pixels. */
    private final int[] redBlueSums = new int[LANES];

    private final int[] greenSums = new int[LANES];

    /** The pixel that each lane's unit begins at. */
    private final int[] unitX = new int[LANES];

    private final int[] unitY = new int[LANES];

    private byte[] source = EMPTY;
    private int topRow;
    private int rowStep;
    private int width;
    private int height;

    private int lanes;
    private PixelFormat format = PixelFormat.XRGB32;

    /**
     * Takes the units from {@code firstUnit} on into lanes; {@code columns} of them make a row.
     *
     * @throws IllegalArgumentException if the pixels have no colours
     */
    void begin(Raster raster, JpegSampling sampling, int columns, int firstUnit, int laneCount) {
        switch (raster.format()) {
            case RGB16_555, RGB24, XRGB32, RGBA32 -> format = raster.format();
            default ->
                throw new IllegalArgumentException(
                        "jpeg pixels: expected RGB16_555, RGB24, XRGB32 or RGBA32, got " + raster.format());
        }
        source = raster.pixels();
        topRow = raster.rowOffset(0);
        rowStep = raster.lineOrder() == LineOrder.TOP_DOWN ? raster.strideBytes() : -raster.strideBytes();
        width = raster.width();
        height = raster.height();
        lanes = laneCount;
        int unitPixels = sampling.mcuPixels();
        int column = firstUnit % columns;
        int row = firstUnit / columns;
        for (int lane = 0; lane < laneCount; lane++) {
            unitX[lane] = column * unitPixels;
            unitY[lane] = row * unitPixels;
            if (++column == columns) {
                column = 0;
                row++;
            }
        }
    }

    /** Lets go of the raster. */
    void end() {
        source = EMPTY;
    }

    /** Four blocks of brightness, and two of colour that is averaged over two by two pixels. */
    void sampleFourTwoZero(int[] blocks) {
        int blue = 4 * ForwardDct.BLOCK;
        int red = 5 * ForwardDct.BLOCK;
        for (int pair = 0; pair < 8; pair++) {
            load(2 * pair, 16, 0);
            load(2 * pair + 1, 16, 16 * LANES);
            int upper = (pair >> 2) * 2 * ForwardDct.BLOCK;
            int row = 2 * pair & 7;
            for (int column = 0; column < 16; column++) {
                int block = upper + (column >> 3) * ForwardDct.BLOCK;
                brightness(pixels, column * LANES, blocks, block + ForwardDct.sample(column & 7, row), lanes);
                brightness(
                        pixels, (16 + column) * LANES, blocks, block + ForwardDct.sample(column & 7, row + 1), lanes);
            }
            for (int column = 0; column < 8; column++) {
                int sample = ForwardDct.sample(column, pair);
                int from = 2 * column * LANES;
                sumRedBlue(pixels, from, redBlueSums, lanes);
                sumGreen(pixels, from, greenSums, lanes);
                blueOfSums(redBlueSums, greenSums, blocks, blue + sample, lanes);
                redOfSums(redBlueSums, greenSums, blocks, red + sample, lanes);
            }
        }
    }

    /** A block each of brightness and of the two colours. */
    void sampleFourFourFour(int[] blocks) {
        for (int row = 0; row < 8; row++) {
            load(row, 8, 0);
            for (int column = 0; column < 8; column++) {
                int sample = ForwardDct.sample(column, row);
                brightness(pixels, column * LANES, blocks, sample, lanes);
                blue(pixels, column * LANES, blocks, ForwardDct.BLOCK + sample, lanes);
                red(pixels, column * LANES, blocks, 2 * ForwardDct.BLOCK + sample, lanes);
            }
        }
    }

    /** Reads one row of every unit into a run of lanes for each column, from {@code to} on. */
    private void load(int row, int columns, int to) {
        int lastColumn = width - 1;
        int lastRow = height - 1;
        for (int lane = 0; lane < lanes; lane++) {
            int start = topRow + rowStep * Math.min(unitY[lane] + row, lastRow);
            int x = unitX[lane];
            int target = to + lane;
            if (format.bitsPerPixel() == 32) {
                if (x + columns <= width) {
                    load32(source, start + 4 * x, columns, pixels, target);
                } else {
                    for (int column = 0; column < columns; column++) {
                        int at = start + 4 * Math.min(x + column, lastColumn);
                        pixels[target + column * LANES] = (int) U32.get(source, at);
                    }
                }
            } else {
                for (int column = 0; column < columns; column++) {
                    pixels[target + column * LANES] = pixel(start, Math.min(x + column, lastColumn));
                }
            }
        }
    }

    private static void load32(byte[] source, int from, int columns, int[] pixels, int to) {
        for (int column = 0; column < columns; column += 8) {
            int s = from + 4 * column;
            int t = to + column * LANES;
            pixels[t] = (int) U32.get(source, s);
            pixels[t + LANES] = (int) U32.get(source, s + 4);
            pixels[t + 2 * LANES] = (int) U32.get(source, s + 8);
            pixels[t + 3 * LANES] = (int) U32.get(source, s + 12);
            pixels[t + 4 * LANES] = (int) U32.get(source, s + 16);
            pixels[t + 5 * LANES] = (int) U32.get(source, s + 20);
            pixels[t + 6 * LANES] = (int) U32.get(source, s + 24);
            pixels[t + 7 * LANES] = (int) U32.get(source, s + 28);
        }
    }

    private int pixel(int start, int x) {
        if (format == PixelFormat.RGB24) {
            int at = start + 3 * x;
            return (source[at] & 0xff) | (source[at + 1] & 0xff) << 8 | (source[at + 2] & 0xff) << 16;
        }
        int word = (short) U16.get(source, start + 2 * x);
        return widen(word) | widen(word >> 5) << 8 | widen(word >> 10) << 16;
    }

    /** Five bits as eight: the upper ones follow again below, so that white stays white. */
    private static int widen(int bits) {
        int five = bits & 31;
        return five << 3 | five >> 2;
    }

    // Every loop below is as short as it is so that the compiler can make vector instructions of it.

    private static void brightness(int[] pixels, int from, int[] blocks, int to, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int p = pixels[from + i];
            int sum = ((p >> 16) & 255) * RED_SHARE + ((p >> 8) & 255) * GREEN_SHARE + (p & 255) * BLUE_SHARE;
            blocks[to + i] = (sum + BRIGHTNESS_BIAS) >> SAMPLE_SHIFT;
        }
    }

    private static void blue(int[] pixels, int from, int[] blocks, int to, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int p = pixels[from + i];
            int sum = (p & 255) * HALF - ((p >> 16) & 255) * RED_IN_BLUE - ((p >> 8) & 255) * GREEN_IN_BLUE;
            blocks[to + i] = (sum + ROUND) >> SAMPLE_SHIFT;
        }
    }

    private static void red(int[] pixels, int from, int[] blocks, int to, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int p = pixels[from + i];
            int sum = ((p >> 16) & 255) * HALF - ((p >> 8) & 255) * GREEN_IN_RED - (p & 255) * BLUE_IN_RED;
            blocks[to + i] = (sum + ROUND) >> SAMPLE_SHIFT;
        }
    }

    private static void sumRedBlue(int[] pixels, int from, int[] sums, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int upper = (pixels[from + i] & 0xff00ff) + (pixels[from + i + LANES] & 0xff00ff);
            int lower = (pixels[from + i + 16 * LANES] & 0xff00ff) + (pixels[from + i + 17 * LANES] & 0xff00ff);
            sums[i] = upper + lower;
        }
    }

    private static void sumGreen(int[] pixels, int from, int[] sums, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int upper = (pixels[from + i] & 0xff00) + (pixels[from + i + LANES] & 0xff00);
            int lower = (pixels[from + i + 16 * LANES] & 0xff00) + (pixels[from + i + 17 * LANES] & 0xff00);
            sums[i] = (upper + lower) >> 8;
        }
    }

    private static void blueOfSums(int[] redBlue, int[] green, int[] blocks, int to, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int both = redBlue[i];
            int sum = (both & 0xffff) * HALF - (both >> 16) * RED_IN_BLUE - green[i] * GREEN_IN_BLUE;
            blocks[to + i] = (sum + SUM_ROUND) >> SUM_SHIFT;
        }
    }

    private static void redOfSums(int[] redBlue, int[] green, int[] blocks, int to, int lanes) {
        for (int i = 0; i < lanes; i++) {
            int both = redBlue[i];
            int sum = (both >> 16) * HALF - green[i] * GREEN_IN_RED - (both & 0xffff) * BLUE_IN_RED;
            blocks[to + i] = (sum + SUM_ROUND) >> SUM_SHIFT;
        }
    }
}
