package dev.caraway.codecs.pixel;

/**
 * How one pixel lies in memory.
 *
 * <p>Words are little endian, as on every SPICE wire: 32 bits are the bytes blue, green, red and the fourth, 24 bits are
 * blue, green, red. Every row begins on a byte; the unused bits of a palette row's last byte mean nothing.
 */
public enum PixelFormat {
    /** Two bytes: blue in bits 0 to 4, green in 5 to 9, red in 10 to 14; bit 15 means nothing. */
    RGB16_555(16),
    /** Three bytes: blue, green, red. */
    RGB24(24),
    /** Four bytes: blue, green, red and one that means nothing. */
    XRGB32(32),
    /** Four bytes: blue, green, red, alpha. */
    RGBA32(32),
    /** One byte of alpha. */
    A8(8),
    /** One bit of palette index, the leftmost pixel in the least significant bit. */
    PALETTE1_LE(1),
    /** One bit of palette index, the leftmost pixel in the most significant bit. */
    PALETTE1_BE(1),
    /** Four bits of palette index, the left pixel in the low half. */
    PALETTE4_LE(4),
    /** Four bits of palette index, the left pixel in the high half. */
    PALETTE4_BE(4),
    /** One byte of palette index. */
    PALETTE8(8);

    private final int bitsPerPixel;

    PixelFormat(int bitsPerPixel) {
        this.bitsPerPixel = bitsPerPixel;
    }

    /** 1, 4, 8, 16, 24 or 32. */
    public int bitsPerPixel() {
        return bitsPerPixel;
    }

    /** 1 to 4; asking a format with several pixels in a byte is an {@link IllegalStateException}. */
    public int bytesPerPixel() {
        if (bitsPerPixel < 8) {
            throw new IllegalStateException(this + ": expected whole bytes a pixel, got " + bitsPerPixel + " bits");
        }
        return bitsPerPixel >> 3;
    }

    /** Whether a pixel is an index into a palette. */
    public boolean isPalette() {
        return compareTo(PALETTE1_LE) >= 0;
    }

    /** The bytes that {@code width} pixels take, the last one perhaps in part. */
    public long rowBytes(int width) {
        return ((long) width * bitsPerPixel + 7) >> 3;
    }
}
