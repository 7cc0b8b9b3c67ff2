package dev.caraway.server.render;

/**
 * The blend modes of PDF that look at all three colours: hue, saturation and luminosity of one pixel are given to the
 * other.
 *
 * <p>A mask has its effect on alpha and red, on green twice, and on blue not at all: that is how pixman does it.
 */
enum HslBlend implements UnitCombiner {
    HUE {
        @Override
        Color blend(Color source, Color under) {
            return source.times(under.alpha)
                    .withSaturation(under.saturation() * source.alpha)
                    .withLuminosity(source.alpha * under.alpha, under.luminosity() * source.alpha);
        }
    },
    SATURATION {
        @Override
        Color blend(Color source, Color under) {
            return under.times(source.alpha)
                    .withSaturation(source.saturation() * under.alpha)
                    .withLuminosity(source.alpha * under.alpha, under.luminosity() * source.alpha);
        }
    },
    COLOR {
        @Override
        Color blend(Color source, Color under) {
            return source.times(under.alpha)
                    .withLuminosity(source.alpha * under.alpha, under.luminosity() * source.alpha);
        }
    },
    LUMINOSITY {
        @Override
        Color blend(Color source, Color under) {
            return under.times(source.alpha)
                    .withLuminosity(source.alpha * under.alpha, source.luminosity() * under.alpha);
        }
    };

    abstract Color blend(Color source, Color under);

    @Override
    public int combine(float[] source, float[] mask, int at, int under) {
        float seen = mask[at];
        Color s = new Color(source[at] * seen, source[at + 1] * seen, source[at + 2] * seen * seen, source[at + 3]);
        Color d = new Color(
                UnitCombiner.unit(under >>> 24),
                UnitCombiner.unit(under >> 16 & 0xff),
                UnitCombiner.unit(under >> 8 & 0xff),
                UnitCombiner.unit(under & 0xff));
        Color both = blend(s, d);
        float alpha = s.alpha + d.alpha - s.alpha * d.alpha;
        return UnitCombiner.toByte(alpha) << 24
                | UnitCombiner.toByte(apart(s, s.red, d, d.red) + both.red) << 16
                | UnitCombiner.toByte(apart(s, s.green, d, d.green) + both.green) << 8
                | UnitCombiner.toByte(apart(s, s.blue, d, d.blue) + both.blue);
    }

    private static float apart(Color source, float sourceColor, Color under, float underColor) {
        return (1 - source.alpha) * underColor + (1 - under.alpha) * sourceColor;
    }

    /** A colour with its alpha, 0 to 1 each. */
    private record Color(float alpha, float red, float green, float blue) {

        Color times(float factor) {
            return new Color(alpha, red * factor, green * factor, blue * factor);
        }

        float min() {
            return Math.min(Math.min(red, green), blue);
        }

        float max() {
            return Math.max(Math.max(red, green), blue);
        }

        float saturation() {
            return max() - min();
        }

        float luminosity() {
            return red * 0.3f + green * 0.59f + blue * 0.11f;
        }

        Color withSaturation(float saturation) {
            float range = saturation();
            float min = min();
            return new Color(
                    alpha,
                    saturated(red, min, range, saturation),
                    saturated(green, min, range, saturation),
                    saturated(blue, min, range, saturation));
        }

        private float saturated(float value, float min, float range, float saturation) {
            if (FloatBlend.isZero(range)) {
                return 0;
            }
            return value == max() ? saturation : (value - min) * saturation / range;
        }

        Color withLuminosity(float limit, float wanted) {
            float more = wanted - luminosity();
            return new Color(alpha, red + more, green + more, blue + more).clipped(limit);
        }

        /** Moves the colours towards their luminosity until none is below 0 or above {@code limit}. */
        private Color clipped(float limit) {
            float l = luminosity();
            float min = min();
            float max = max();
            Color color = this;
            if (min < 0) {
                float range = l - min;
                color = FloatBlend.isZero(range)
                        ? new Color(alpha, 0, 0, 0)
                        : new Color(
                                alpha,
                                l + (red - l) * l / range,
                                l + (green - l) * l / range,
                                l + (blue - l) * l / range);
            }
            if (max > limit) {
                float range = max - l;
                color = FloatBlend.isZero(range)
                        ? new Color(alpha, limit, limit, limit)
                        : new Color(
                                alpha,
                                l + (color.red - l) * (limit - l) / range,
                                l + (color.green - l) * (limit - l) / range,
                                l + (color.blue - l) * (limit - l) / range);
            }
            return color;
        }
    }
}
