package dev.caraway.codecs.pixel;

import java.util.Random;

/** Generated rasters: every one is a function of its arguments. */
public final class Rasters {

    /** What a generated picture looks like. */
    public enum Look {
        FLAT,
        NOISE,
        GRADIENT,
        TEXT,
        STRIPES
    }

    private Rasters() {}

    /** A raster of generated pixels; the gaps and the bytes around it are noise. */
    public static Raster generate(
            Look look, PixelFormat format, int width, int height, int gapBytes, LineOrder lineOrder, long seed) {
        Random random = new Random(seed);
        int row = (int) format.rowBytes(width);
        int stride = row + gapBytes;
        int offset = gapBytes * 3;
        byte[] pixels = new byte[offset + stride * height + gapBytes];
        random.nextBytes(pixels);
        Raster raster = new Raster(pixels, offset, stride, width, height, format, lineOrder);
        int unit = Math.max(1, format.bitsPerPixel() / 8);
        byte[] ink = new byte[4 * unit];
        random.nextBytes(ink);
        for (int y = 0; y < height; y++) {
            int start = raster.rowOffset(y);
            for (int i = 0; i < row; i++) {
                int x = i / unit;
                int part = i % unit;
                switch (look) {
                    case FLAT -> pixels[start + i] = ink[part];
                    case NOISE -> pixels[start + i] = (byte) random.nextInt();
                    case GRADIENT -> pixels[start + i] = (byte) (x * (part + 1) / 3 + y * 2);
                    case TEXT -> pixels[start + i] = ink[isInk(x, y) ? part : unit + part];
                    case STRIPES -> pixels[start + i] = ink[(x * 7 / 5 & 3) * unit + part];
                }
            }
        }
        return raster;
    }

    /** Glyph cells of 8 by 12, each one of a few dozen shapes. */
    private static boolean isInk(int x, int y) {
        int glyph = (x / 8 * 31 + y / 12 * 17) % 43;
        int inside = (x % 8) * 5 + (y % 12) * 11;
        return y % 12 < 9 && x % 8 < 7 && (((glyph * 0x9e3779b1) >>> (inside % 29)) & 3) == 0;
    }
}
