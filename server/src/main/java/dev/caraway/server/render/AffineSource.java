package dev.caraway.server.render;

/**
 * An image seen through an affine transform, as pixman samples it: 16.16 fixed-point numbers, pixels with their centres
 * at halves, interpolation of bytes in steps
 * of 1/128.
 *
 * <p>Every pixel comes with alpha: full inside an image that has none, and nothing at all outside an image that is not
 * repeated.
 */
final class AffineSource implements RowSource {

    /** What lies outside the image; the codes of pixman. */
    enum Repeat {
        NONE,
        NORMAL,
        PAD,
        REFLECT
    }

    /** One in 16.16. */
    static final int ONE = 1 << 16;

    /** pixman draws nothing from an image with a longer side. */
    static final int MAX_SIDE_PIXELS = 0x7ffe;

    private static final int HALF = ONE / 2;

    private static final int WEIGHT_BITS = 7;
    private static final int WEIGHT_SHIFT = 16 - WEIGHT_BITS;
    private static final int WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;

    private final SourceImage image;
    private final Affine transform;
    private final int dx;
    private final int dy;
    private final boolean isInterpolated;
    private final Repeat repeat;

    /**
     * @param transform from the target's pixels, moved by {@code dx} and {@code dy}, to the image's
     * @param isInterpolated whether the four pixels around a place are mixed, or the nearest is taken
     */
    AffineSource(SourceImage image, Affine transform, int dx, int dy, boolean isInterpolated, Repeat repeat) {
        this.image = image;
        this.transform = transform;
        this.dx = dx;
        this.dy = dy;
        this.isInterpolated = isInterpolated;
        this.repeat = repeat;
    }

    @Override
    public void read(int row, int left, int right, int[] into) {
        int x = (int) transform.x(left + dx, row + dy);
        int y = (int) transform.y(left + dx, row + dy);
        for (int i = 0; i < right - left; i++) {
            into[i] = isInterpolated ? interpolated(x - HALF, y - HALF) : pixel((x - 1) >> 16, (y - 1) >> 16);
            x += transform.xx();
            y += transform.yx();
        }
    }

    /** Here interpolation is as fine as the places are. */
    @Override
    public void readUnits(int row, int left, int right, float[] into) {
        if (!isInterpolated) {
            RowSource.super.readUnits(row, left, right, into);
            return;
        }
        int x = (int) transform.x(left + dx, row + dy) - HALF;
        int y = (int) transform.y(left + dx, row + dy) - HALF;
        float[] around = new float[4 * UnitCombiner.CHANNELS];
        for (int i = 0; i < right - left; i++) {
            expandAround(x >> 16, y >> 16, around);
            float weightX = (x & 0xffff) / 65536f;
            float weightY = (y & 0xffff) / 65536f;
            mixUnits(around, weightX, weightY, into, UnitCombiner.CHANNELS * i);
            x += transform.xx();
            y += transform.yx();
        }
    }

    private void expandAround(int column, int row, float[] into) {
        UnitCombiner.expand(pixel(column, row), into, 0);
        UnitCombiner.expand(pixel(column + 1, row), into, UnitCombiner.CHANNELS);
        UnitCombiner.expand(pixel(column, row + 1), into, 2 * UnitCombiner.CHANNELS);
        UnitCombiner.expand(pixel(column + 1, row + 1), into, 3 * UnitCombiner.CHANNELS);
    }

    private static void mixUnits(float[] around, float weightX, float weightY, float[] into, int at) {
        float a = (1 - weightX) * (1 - weightY);
        float b = weightX * (1 - weightY);
        float c = (1 - weightX) * weightY;
        float d = weightX * weightY;
        for (int i = 0; i < UnitCombiner.CHANNELS; i++) {
            into[at + i] = around[i] * a
                    + around[UnitCombiner.CHANNELS + i] * b
                    + around[2 * UnitCombiner.CHANNELS + i] * c
                    + around[3 * UnitCombiner.CHANNELS + i] * d;
        }
    }

    private int interpolated(int x, int y) {
        int column = x >> 16;
        int row = y >> 16;
        int weightX = x >> WEIGHT_SHIFT & WEIGHT_MASK;
        int weightY = y >> WEIGHT_SHIFT & WEIGHT_MASK;
        if ((weightX | weightY) == 0) {
            return pixel(column, row);
        }
        return mix(
                pixel(column, row),
                pixel(column + 1, row),
                pixel(column, row + 1),
                pixel(column + 1, row + 1),
                weightX,
                weightY);
    }

    private static int mix(int upperLeft, int upperRight, int lowerLeft, int lowerRight, int weightX, int weightY) {
        int whole = 1 << WEIGHT_BITS;
        int a = (whole - weightX) * (whole - weightY);
        int b = weightX * (whole - weightY);
        int c = (whole - weightX) * weightY;
        int d = weightX * weightY;
        int mixed = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int sum = (upperLeft >>> shift & 0xff) * a
                    + (upperRight >>> shift & 0xff) * b
                    + (lowerLeft >>> shift & 0xff) * c
                    + (lowerRight >>> shift & 0xff) * d;
            mixed |= (sum >> (2 * WEIGHT_BITS)) << shift;
        }
        return mixed;
    }

    private int pixel(int x, int y) {
        int width = image.width();
        int height = image.height();
        if (x >= 0 && x < width && y >= 0 && y < height) {
            return image.argb(x, y);
        }
        return repeat == Repeat.NONE ? 0 : image.argb(inside(x, width), inside(y, height));
    }

    private int inside(int at, int size) {
        return switch (repeat) {
            case NONE -> throw new AssertionError("place " + at + ": expected inside " + size);
            case NORMAL -> Math.floorMod(at, size);
            case PAD -> Math.max(0, Math.min(at, size - 1));
            case REFLECT -> {
                int place = Math.floorMod(at, 2 * size);
                yield place < size ? place : 2 * size - 1 - place;
            }
        };
    }
}
