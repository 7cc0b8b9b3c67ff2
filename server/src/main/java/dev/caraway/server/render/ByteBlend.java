package dev.caraway.server.render;

/**
 * The blend modes of PDF that need no division, in bytes.
 *
 * <p>Each result is the source where nothing is under it, what is under it where there is no source, and the mode's own
 * function where there are both.
 */
final class ByteBlend {

    private static final int MAX = 255 * 255;

    private ByteBlend() {}

    /** A mode's function of one colour, in steps of 1/255/255. */
    interface Mode {
        int blend(int under, int underAlpha, int source, int sourceAlpha);
    }

    static Combiner of(Mode mode) {
        return (source, mask, under) -> {
            int seen = UnitBytes.products(source, mask);
            int alphas = UnitBytes.scaled(mask, source >>> 24);
            int underAlpha = under >>> 24;
            int sourceAlpha = seen >>> 24;
            int alpha = underAlpha * 255 + sourceAlpha * 255 - sourceAlpha * underAlpha;
            int result = UnitBytes.divided(clamped(alpha)) << 24;
            for (int shift = 0; shift < 24; shift += 8) {
                int s = seen >> shift & 0xff;
                int d = under >> shift & 0xff;
                int a = alphas >> shift & 0xff;
                int color = (255 - a) * d + (255 - underAlpha) * s + mode.blend(d, underAlpha, s, a);
                result |= UnitBytes.divided(clamped(color)) << shift;
            }
            return result;
        };
    }

    /** The mode whose own function is the product, which is rounded by itself. */
    static int multiply(int source, int mask, int under) {
        int seen = UnitBytes.products(source, mask);
        int alphas = UnitBytes.scaled(mask, source >>> 24);
        int apart = UnitBytes.sums(UnitBytes.products(under, ~alphas), UnitBytes.scaled(seen, 255 - (under >>> 24)));
        return UnitBytes.sums(apart, UnitBytes.products(under, seen));
    }

    static int screen(int under, int underAlpha, int source, int sourceAlpha) {
        return source * underAlpha + under * sourceAlpha - source * under;
    }

    static int overlay(int under, int underAlpha, int source, int sourceAlpha) {
        return 2 * under < underAlpha
                ? 2 * source * under
                : sourceAlpha * underAlpha - 2 * (underAlpha - under) * (sourceAlpha - source);
    }

    static int darken(int under, int underAlpha, int source, int sourceAlpha) {
        return Math.min(underAlpha * source, sourceAlpha * under);
    }

    static int lighten(int under, int underAlpha, int source, int sourceAlpha) {
        return Math.max(underAlpha * source, sourceAlpha * under);
    }

    static int hardLight(int under, int underAlpha, int source, int sourceAlpha) {
        return 2 * source < sourceAlpha
                ? 2 * source * under
                : sourceAlpha * underAlpha - 2 * (underAlpha - under) * (sourceAlpha - source);
    }

    static int difference(int under, int underAlpha, int source, int sourceAlpha) {
        return Math.abs(under * sourceAlpha - source * underAlpha);
    }

    static int exclusion(int under, int underAlpha, int source, int sourceAlpha) {
        return source * underAlpha + under * sourceAlpha - 2 * under * source;
    }

    private static int clamped(int value) {
        return Math.max(0, Math.min(value, MAX));
    }
}
