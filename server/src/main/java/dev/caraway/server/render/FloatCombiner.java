package dev.caraway.server.render;

/** The operators that pixman computes in floating-point numbers, because they divide. */
final class FloatCombiner implements UnitCombiner {

    private final Channel alpha;
    private final Channel color;

    private FloatCombiner(Channel alpha, Channel color) {
        this.alpha = alpha;
        this.color = color;
    }

    /** What becomes of one of a pixel's four numbers, each 0 to 1. */
    interface Channel {
        float combine(float sourceAlpha, float source, float underAlpha, float under);
    }

    /** The sum of a share of the source and a share of what is under it. */
    static FloatCombiner of(FloatFactor ofSource, FloatFactor ofUnder) {
        Channel channel = (sourceAlpha, source, underAlpha, under) -> Math.min(
                1, source * ofSource.of(sourceAlpha, underAlpha) + under * ofUnder.of(sourceAlpha, underAlpha));
        return new FloatCombiner(channel, channel);
    }

    /** A blend mode, which says what happens where source and destination are both. */
    static FloatCombiner ofBlend(Channel mode) {
        return new FloatCombiner(
                (sourceAlpha, source, underAlpha, under) -> underAlpha + sourceAlpha - underAlpha * sourceAlpha,
                (sourceAlpha, source, underAlpha, under) -> (1 - sourceAlpha) * under
                        + (1 - underAlpha) * source
                        + mode.combine(sourceAlpha, source, underAlpha, under));
    }

    @Override
    public int combine(float[] source, float[] mask, int at, int under) {
        float sourceAlpha = source[at];
        float underAlpha = UnitCombiner.unit(under >>> 24);
        float seenAlpha = sourceAlpha * mask[at];
        int result = UnitCombiner.toByte(alpha.combine(seenAlpha, seenAlpha, underAlpha, underAlpha));
        for (int i = 1; i < CHANNELS; i++) {
            float factor = mask[at + i];
            float there = UnitCombiner.unit(under >> (8 * (CHANNELS - 1 - i)) & 0xff);
            float channel = color.combine(factor * sourceAlpha, source[at + i] * factor, underAlpha, there);
            result = result << 8 | UnitCombiner.toByte(channel);
        }
        return result;
    }
}
