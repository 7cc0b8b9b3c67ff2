package dev.caraway.server.render;

/** The blend modes of PDF that divide, for one colour, in floating-point numbers of 0 to 1. */
final class FloatBlend {

    private FloatBlend() {}

    /** Whether dividing by this number makes no sense. */
    static boolean isZero(float value) {
        return -Float.MIN_NORMAL < value && value < Float.MIN_NORMAL;
    }

    static float colorDodge(float sourceAlpha, float source, float underAlpha, float under) {
        if (isZero(under)) {
            return 0;
        }
        if (under * sourceAlpha >= sourceAlpha * underAlpha - source * underAlpha || isZero(sourceAlpha - source)) {
            return sourceAlpha * underAlpha;
        }
        return sourceAlpha * sourceAlpha * under / (sourceAlpha - source);
    }

    static float colorBurn(float sourceAlpha, float source, float underAlpha, float under) {
        if (under >= underAlpha) {
            return sourceAlpha * underAlpha;
        }
        if (sourceAlpha * (underAlpha - under) >= source * underAlpha || isZero(source)) {
            return 0;
        }
        return sourceAlpha * (underAlpha - sourceAlpha * (underAlpha - under) / source);
    }

    static float softLight(float sourceAlpha, float source, float underAlpha, float under) {
        if (isZero(underAlpha)) {
            return under * sourceAlpha;
        }
        if (2 * source <= sourceAlpha) {
            return under * sourceAlpha - under * (underAlpha - under) * (sourceAlpha - 2 * source) / underAlpha;
        }
        if (4 * under <= underAlpha) {
            return under * sourceAlpha
                    + (2 * source - sourceAlpha) * under * ((16 * under / underAlpha - 12) * under / underAlpha + 3);
        }
        return under * sourceAlpha + ((float) Math.sqrt(under * underAlpha) - under) * (2 * source - sourceAlpha);
    }
}
