package dev.caraway.server.render;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.geometry.Transform;

/**
 * An affine transform of places in 16.16 fixed-point numbers: {@code x' = xx x + xy y + x0} and
 * {@code y' = yx x + yy y + y0}.
 */
record Affine(int xx, int xy, int x0, int yx, int yy, int y0) {

    static final Affine IDENTITY = new Affine(AffineSource.ONE, 0, 0, 0, AffineSource.ONE, 0);

    private static final int HALF = AffineSource.ONE / 2;

    /** How far beyond a place the sampling of a pixel may look. */
    private static final int MARGIN = AffineSource.ONE + 8;

    static Affine of(Transform transform) {
        return new Affine(
                transform.t00(), transform.t01(), transform.t02(), transform.t10(), transform.t11(), transform.t12());
    }

    static Affine scale(int xx, int yy, int x0, int y0) {
        return new Affine(xx, 0, x0, 0, yy, y0);
    }

    /** Where the centre of a pixel comes to lie, rounded to the nearest; the horizontal part. */
    long x(int column, int row) {
        return place(xx, xy, x0, column, row);
    }

    /** Where the centre of a pixel comes to lie, rounded to the nearest; the vertical part. */
    long y(int column, int row) {
        return place(yx, yy, y0, column, row);
    }

    private static long place(int a, int b, int c, int column, int row) {
        long ofHalves = (long) a * HALF + (long) b * HALF;
        return (long) a * column + (long) b * row + c + ((ofHalves + HALF) >> 16);
    }

    /** Whether all places that sampling {@code pixels} looks at can be told in 16.16; pixman draws nothing otherwise. */
    boolean canSample(Rect pixels) {
        int left = pixels.left() - 1;
        int top = pixels.top() - 1;
        int right = pixels.right() + 1;
        int bottom = pixels.bottom() + 1;
        if (left != (short) left || top != (short) top || right != (short) right || bottom != (short) bottom) {
            return false;
        }
        return canSample(left, top)
                && canSample(right - 1, top)
                && canSample(left, bottom - 1)
                && canSample(right - 1, bottom - 1);
    }

    /**
     * Whether every place that belongs to {@code pixels} is at least {@code margin} inside {@code bounds}, the lower
     * and right sides counting as outside.
     */
    boolean staysInside(Rect pixels, Rect bounds, int margin) {
        int right = pixels.right() - 1;
        int bottom = pixels.bottom() - 1;
        return isInside(pixels.left(), pixels.top(), bounds, margin)
                && isInside(right, pixels.top(), bounds, margin)
                && isInside(pixels.left(), bottom, bounds, margin)
                && isInside(right, bottom, bounds, margin);
    }

    private boolean isInside(int column, int row, Rect bounds, int margin) {
        return isInside(x(column, row), bounds.right(), margin) && isInside(y(column, row), bounds.bottom(), margin);
    }

    private static boolean isInside(long place, int size, int margin) {
        long upper = margin == 1 ? place - 1 : place + margin;
        return place - margin >= 0 && upper < (long) size << 16;
    }

    private boolean canSample(int column, int row) {
        return isInRange(x(column, row)) && isInRange(y(column, row));
    }

    private static boolean isInRange(long place) {
        return place - MARGIN >= Integer.MIN_VALUE && place + MARGIN <= Integer.MAX_VALUE;
    }
}
