package dev.caraway.codecs.pixel;

/**
 * Pictures that are to a codec what a photograph is: shading at every scale, a few objects with soft outlines, and the
 * noise of a sensor in every pixel. Each is a function of its arguments.
 */
public final class Photographs {

    private static final int COARSEST_CELL = 256;
    private static final int OBJECTS = 9;

    private Photographs() {}

    /** A top-down XRGB32 raster without gaps. */
    public static Raster generate(int width, int height, int seed) {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, width, height);
        byte[] pixels = raster.pixels();
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 4) {
                int object = objectAt(x / (double) width, y / (double) height, seed);
                double light = shading(x, y, seed + object) * 150 + 40;
                for (int part = 0; part < 3; part++) {
                    double tint = 0.6 + 0.4 * unit(object, part, seed) + 0.15 * smooth(x, y, 128, seed + 7 + part);
                    // The sum of two even distributions is near enough to a sensor's.
                    double noise = 4 * (unit(at, part, seed + 1) + unit(at, part, seed + 2) - 1);
                    pixels[at + part] = (byte) Math.max(0, Math.min(255, (int) (light * tint + noise)));
                }
            }
        }
        return raster;
    }

    /** Which of a few discs covers the point, the last one winning; 0 is the background. */
    private static int objectAt(double x, double y, int seed) {
        for (int object = OBJECTS; object > 0; object--) {
            double dx = x - unit(object, 1, seed);
            double dy = y - unit(object, 2, seed);
            double radius = 0.05 + 0.15 * unit(object, 3, seed);
            if (dx * dx + dy * dy < radius * radius) {
                return object;
            }
        }
        return 0;
    }

    /** 0 to 1: noise of cells from {@link #COARSEST_CELL} pixels down to 4, each half as strong as the one before. */
    private static double shading(int x, int y, int seed) {
        double sum = 0;
        double weight = 0.5;
        for (int cell = COARSEST_CELL; cell >= 4; cell /= 2) {
            sum += weight * smooth(x, y, cell, seed);
            weight /= 2;
        }
        return sum;
    }

    /** Random values at the corners of cells, interpolated between them. */
    private static double smooth(int x, int y, int cell, int seed) {
        int left = x / cell;
        int top = y / cell;
        double right = ease((x % cell) / (double) cell);
        double below = ease((y % cell) / (double) cell);
        int salt = seed * 31 + cell;
        double upper = mix(unit(left, top, salt), unit(left + 1, top, salt), right);
        double lower = mix(unit(left, top + 1, salt), unit(left + 1, top + 1, salt), right);
        return mix(upper, lower, below);
    }

    private static double ease(double part) {
        return part * part * (3 - 2 * part);
    }

    private static double mix(double from, double to, double part) {
        return from + (to - from) * part;
    }

    /** 0 to 1, as good as random. */
    private static double unit(int a, int b, int c) {
        int h = a * 0x9e3779b1 ^ b * 0x85ebca6b ^ c * 0xc2b2ae35;
        h = (h ^ h >>> 15) * 0x2c1b3c6d;
        h = (h ^ h >>> 12) * 0x297a2d39;
        return (h >>> 8 ^ h >>> 24) / (double) (1 << 24);
    }
}
