package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;

/** A way to blend a source, seen through a mask, with what is under it. */
interface Blend {

    /**
     * What blends rows of at most {@code maxCount} pixels into a 32-bit target.
     *
     * @param targetHasAlpha whether the target's fourth byte is alpha; otherwise all of it is opaque
     * @param mask an alpha for each of a pixel's four numbers; all the same unless the mask has component alpha
     */
    RowPainter painter(Raster target, boolean targetHasAlpha, RowSource source, RowSource mask, int maxCount);
}
