package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.lz.LzPlane;

/**
 * The part of a dictionary's units that one pass over an image compresses: whole pixels, or of RGBA first the colours and
 * then the alpha.
 */
enum GlzPlane {
    RGB16(LzPlane.RGB16, 0x7fff, 6),
    RGB24(LzPlane.RGB24, 0xff_ffff, 7),
    RGB32(LzPlane.RGB32, 0xff_ffff, 8),
    RGBA_COLOURS(LzPlane.RGB32, 0xff_ffff, 9),
    ALPHA(LzPlane.ALPHA, 0xff00_0000, 10);

    static final int HASH_BITS = 18;

    /** The bits of a unit that are compared. */
    final int mask;
    /** Bytes of a literal on the wire. */
    final int wireBytes;
    /** The shortest reference that the wire can say. */
    final int shortestReference;
    /** Keeps planes apart from each other that share a table. */
    final long salt;

    GlzPlane(LzPlane plane, int mask, int number) {
        this.mask = mask;
        this.wireBytes = plane.wireBytes;
        this.shortestReference = plane.shortestReference;
        this.salt = number * 0x27d4eb2f165667c5L;
    }

    /** The first plane of an image. */
    static GlzPlane of(LzImageType type) {
        return switch (type) {
            case RGB16 -> RGB16;
            case RGB24 -> RGB24;
            case RGB32 -> RGB32;
            case RGBA -> RGBA_COLOURS;
            default ->
                throw new IllegalArgumentException("glz type: expected RGB16, RGB24, RGB32 or RGBA, got " + type);
        };
    }

    /**
     * The place of three masked units of a plane in the table of positions. Long factors, so that alpha reaches the upper
     * bits.
     */
    static int hash(long salt, int a, int b, int c) {
        long sum = a * 0x9e3779b97f4a7c15L + b * 0xc2b2ae3d27d4eb4fL + c * 0x165667b19e3779f9L + salt;
        return (int) (sum >>> (64 - HASH_BITS));
    }
}
