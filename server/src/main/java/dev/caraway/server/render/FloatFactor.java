package dev.caraway.server.render;

/** The shares of the operators that divide one alpha by the other. */
enum FloatFactor {
    ZERO,
    ONE,
    /** Source by destination. */
    SRC_OF_DEST,
    /** Destination by source. */
    DEST_OF_SRC,
    /** What the source lacks, by the destination. */
    INV_SRC_OF_DEST,
    /** What the destination lacks, by the source. */
    INV_DEST_OF_SRC,
    /** 1 less source by destination. */
    LESS_SRC_OF_DEST,
    /** 1 less destination by source. */
    LESS_DEST_OF_SRC,
    /** 1 less what the destination lacks by the source. */
    LESS_INV_DEST_OF_SRC,
    /** 1 less what the source lacks by the destination. */
    LESS_INV_SRC_OF_DEST;

    /** The share for these alphas, 0 to 1. */
    float of(float source, float dest) {
        return switch (this) {
            case ZERO -> 0;
            case ONE -> 1;
            case SRC_OF_DEST -> FloatBlend.isZero(dest) ? 1 : clamped(source / dest);
            case DEST_OF_SRC -> FloatBlend.isZero(source) ? 1 : clamped(dest / source);
            case INV_SRC_OF_DEST -> FloatBlend.isZero(dest) ? 1 : clamped((1 - source) / dest);
            case INV_DEST_OF_SRC -> FloatBlend.isZero(source) ? 1 : clamped((1 - dest) / source);
            case LESS_SRC_OF_DEST -> FloatBlend.isZero(dest) ? 0 : clamped(1 - source / dest);
            case LESS_DEST_OF_SRC -> FloatBlend.isZero(source) ? 0 : clamped(1 - dest / source);
            case LESS_INV_DEST_OF_SRC -> FloatBlend.isZero(source) ? 0 : clamped(1 - (1 - dest) / source);
            case LESS_INV_SRC_OF_DEST -> FloatBlend.isZero(dest) ? 0 : clamped(1 - (1 - source) / dest);
        };
    }

    private static float clamped(float value) {
        return value < 0 ? 0 : Math.min(value, 1);
    }
}
