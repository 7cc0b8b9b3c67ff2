package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Passes on those pixels of a row that are covered; the others were never asked for. */
final class ClippedPainter implements RowPainter {

    private final Rect bounds;
    private final @Nullable MaskBits bits;
    private final RowPainter painter;

    ClippedPainter(Coverage coverage, RowPainter painter) {
        this.bounds = coverage.bounds();
        this.bits = coverage.isOneRect() ? null : bits(coverage);
        this.painter = painter;
    }

    @Override
    public void paint(int y, int left, int right) {
        int from = Math.max(left, bounds.left());
        int end = Math.min(right, bounds.right());
        if (y < bounds.top() || y >= bounds.bottom() || from >= end) {
            return;
        }
        if (bits == null) {
            painter.paint(y, from, end);
        } else {
            bits.paint(painter, y, from, end);
        }
    }

    private static MaskBits bits(Coverage coverage) {
        Rect bounds = coverage.bounds();
        Raster raster = Raster.allocate(PixelFormat.PALETTE1_LE, bounds.width(), bounds.height());
        coverage.paint((y, left, right) ->
                set(raster.pixels(), raster.rowOffset(y - bounds.top()), left - bounds.left(), right - bounds.left()));
        return new MaskBits(raster, false, -bounds.left(), -bounds.top());
    }

    private static void set(byte[] bytes, int row, int left, int right) {
        int first = row + (left >> 3);
        int last = row + ((right - 1) >> 3);
        int fromLeft = 0xff << (left & 7);
        int toRight = 0xff >> (7 - ((right - 1) & 7));
        if (first == last) {
            bytes[first] |= (byte) (fromLeft & toRight);
        } else {
            bytes[first] |= (byte) fromLeft;
            Arrays.fill(bytes, first + 1, last, (byte) 0xff);
            bytes[last] |= (byte) toRight;
        }
    }
}
