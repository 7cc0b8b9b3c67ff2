package dev.caraway.codecs.glz;

import dev.caraway.codecs.pixel.Raster;

/** What a raster looks like, whatever lies in its gaps and in bits that mean nothing. */
final class Pixels {

    private Pixels() {}

    static void assertSame(Raster expected, Raster got) {
        if (expected.width() != got.width() || expected.height() != got.height() || expected.format() != got.format()) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
        for (int y = 0; y < expected.height(); y++) {
            for (int x = 0; x < expected.width(); x++) {
                if (pixel(expected, x, y) != pixel(got, x, y)) {
                    throw new AssertionError(expected + ": pixel " + x + "," + y + " differs");
                }
            }
        }
    }

    private static int pixel(Raster raster, int x, int y) {
        byte[] bytes = raster.pixels();
        int at = raster.pixelOffset(x, y);
        int pixel = 0;
        for (int part = 0; part < raster.format().bytesPerPixel(); part++) {
            pixel |= (bytes[at + part] & 0xff) << (8 * part);
        }
        return switch (raster.format()) {
            case RGB16_555 -> pixel & 0x7fff;
            case XRGB32 -> pixel & 0xff_ffff;
            default -> pixel;
        };
    }

    /** The pixels from top to bottom as spice-gtk holds them: four bytes each, the fourth 0 unless there is alpha. */
    static byte[] asClientHolds(Raster raster) {
        byte[] held = new byte[4 * raster.width() * raster.height()];
        int at = 0;
        for (int y = 0; y < raster.height(); y++) {
            for (int x = 0; x < raster.width(); x++) {
                int pixel = pixel(raster, x, y);
                if (raster.format().bytesPerPixel() == 2) {
                    pixel = widened(pixel >> 10) << 16 | widened(pixel >> 5 & 31) << 8 | widened(pixel & 31);
                }
                for (int part = 0; part < 4; part++) {
                    held[at++] = (byte) (pixel >>> (8 * part));
                }
            }
        }
        return held;
    }

    private static int widened(int fiveBits) {
        return fiveBits << 3 | fiveBits >> 2;
    }
}
