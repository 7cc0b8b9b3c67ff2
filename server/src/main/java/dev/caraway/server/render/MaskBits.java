package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/**
 * A mask's bits, by the target's pixels.
 *
 * <p>A pixel outside the mask's bitmap is never let through, whichever way the bits are meant.
 */
final class MaskBits {

    private final Raster bits;
    private final boolean isLeftmostHighest;
    private final int inversion;
    private final int dx;
    private final int dy;

    /**
     * @param bits one bit a pixel
     * @param isInverse whether the pixels are let through whose bit is not set
     * @param dx from a target's column to the bitmap's
     * @param dy from a target's row to the bitmap's
     */
    MaskBits(Raster bits, boolean isInverse, int dx, int dy) {
        this.bits = bits;
        this.isLeftmostHighest = bits.format() == PixelFormat.PALETTE1_BE;
        this.inversion = isInverse ? 0xff : 0;
        this.dx = dx;
        this.dy = dy;
    }

    /** Has those pixels of a part of a row painted that are let through. */
    void paint(RowPainter painter, int y, int left, int right) {
        long row = (long) y + dy;
        long first = Math.max((long) left + dx, 0);
        long end = Math.min((long) right + dx, bits.width());
        if (row < 0 || row >= bits.height() || first >= end) {
            return;
        }
        int at = bits.rowOffset((int) row);
        int x = (int) first;
        while (x < end) {
            int from = next(at, x, (int) end, true);
            x = next(at, from, (int) end, false);
            if (from < x) {
                painter.paint(y, from - dx, x - dx);
            }
        }
    }

    /** The next column that is let through, or not; {@code end} if there is none. */
    private int next(int row, int from, int end, boolean isLetThrough) {
        int wanted = isLetThrough ? 1 : 0;
        int whole = isLetThrough ? 0 : 0xff;
        int x = from;
        while (x < end) {
            int eight = (bits.pixels()[row + (x >> 3)] & 0xff) ^ inversion;
            if ((x & 7) == 0 && eight == whole) {
                x += 8;
                continue;
            }
            int shift = isLeftmostHighest ? 7 - (x & 7) : x & 7;
            if ((eight >> shift & 1) == wanted) {
                return x;
            }
            x++;
        }
        return end;
    }
}
