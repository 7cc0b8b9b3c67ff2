package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;

/** A blend of numbers from 0 to 1, pixel by pixel. */
interface UnitCombiner extends Blend {

    /** The numbers of a pixel: alpha, red, green and blue. */
    int CHANNELS = 4;

    /**
     * The resulting pixel, in bytes.
     *
     * @param source alpha, red, green and blue from {@code at} on, the colours multiplied by alpha
     * @param mask an alpha for each of the four, from {@code at} on
     * @param under alpha, red, green and blue, eight bits each
     */
    int combine(float[] source, float[] mask, int at, int under);

    @Override
    default RowPainter painter(Raster target, boolean targetHasAlpha, RowSource source, RowSource mask, int maxCount) {
        float[] sources = new float[CHANNELS * maxCount];
        float[] masks = new float[CHANNELS * maxCount];
        byte[] bytes = target.pixels();
        int opaque = targetHasAlpha ? 0 : Words.ALPHA;
        return (y, left, right) -> {
            source.readUnits(y, left, right, sources);
            mask.readUnits(y, left, right, masks);
            int at = target.pixelOffset(left, y);
            for (int i = 0; i < right - left; i++) {
                int under = Words.get(bytes, at) | opaque;
                Words.set(bytes, at, combine(sources, masks, CHANNELS * i, under) & ~opaque);
                at += Words.BYTES;
            }
        };
    }

    /** A byte as a number of 0 to 1. */
    static float unit(int value) {
        return value * (1f / 255);
    }

    /** A number as a byte: 256 equal parts, the last with its end. */
    static int toByte(float value) {
        int part = (int) (Math.max(0, Math.min(value, 1)) * 256);
        return part - (part >> 8);
    }

    /** Puts a pixel's four bytes as numbers into {@code into} from {@code at} on. */
    static void expand(int word, float[] into, int at) {
        into[at] = unit(word >>> 24);
        into[at + 1] = unit(word >> 16 & 0xff);
        into[at + 2] = unit(word >> 8 & 0xff);
        into[at + 3] = unit(word & 0xff);
    }
}
