package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;

/** A blend of bytes, pixel by pixel. */
interface Combiner extends Blend {

    /**
     * The resulting pixel. All are alpha, red, green and blue, eight bits each, the colours multiplied by alpha.
     *
     * @param mask an alpha for each of the four
     */
    int combine(int source, int mask, int under);

    @Override
    default RowPainter painter(Raster target, boolean targetHasAlpha, RowSource source, RowSource mask, int maxCount) {
        int[] sources = new int[maxCount];
        int[] masks = new int[maxCount];
        byte[] bytes = target.pixels();
        int opaque = targetHasAlpha ? 0 : Words.ALPHA;
        return (y, left, right) -> {
            source.read(y, left, right, sources);
            mask.read(y, left, right, masks);
            int at = target.pixelOffset(left, y);
            for (int i = 0; i < right - left; i++) {
                int under = Words.get(bytes, at) | opaque;
                Words.set(bytes, at, combine(sources[i], masks[i], under) & ~opaque);
                at += Words.BYTES;
            }
        };
    }
}
