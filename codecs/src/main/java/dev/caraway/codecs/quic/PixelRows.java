package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Rows of a raster as one {@code int} a pixel: blue in bits 0 to 7, green in 8 to 15, red in 16 to 23, each of them
 * right-aligned; or one channel alone in bits 0 to 7. All other bits are 0.
 *
 * <p>So the bits of a pixel that mean nothing end here, and every format with the same channels is the same to whoever
 * compresses.
 */
final class PixelRows {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private PixelRows() {}

    /** Reads row {@code y}; of a raster with alpha the colours alone. */
    static void read(Raster raster, int y, int[] row, int at) {
        byte[] pixels = raster.pixels();
        int start = raster.rowOffset(y);
        int width = raster.width();
        switch (raster.format()) {
            case RGB16_555 -> {
                for (int x = 0; x < width; x++) {
                    int pixel = (short) U16.get(pixels, start + 2 * x);
                    row[at + x] = (pixel & 0x7c00) << 6 | (pixel & 0x3e0) << 3 | (pixel & 0x1f);
                }
            }
            case RGB24 -> {
                for (int x = 0, s = start; x < width; x++, s += 3) {
                    row[at + x] = (pixels[s] & 0xff) | (pixels[s + 1] & 0xff) << 8 | (pixels[s + 2] & 0xff) << 16;
                }
            }
            case XRGB32, RGBA32 -> {
                for (int x = 0; x < width; x++) {
                    row[at + x] = (int) U32.get(pixels, start + 4 * x) & 0xff_ffff;
                }
            }
            case A8 -> {
                for (int x = 0; x < width; x++) {
                    row[at + x] = pixels[start + x] & 0xff;
                }
            }
            default -> throw new IllegalArgumentException("quic pixels: expected no palette, got " + raster.format());
        }
    }

    /** Reads the alpha of row {@code y} of an {@link PixelFormat#RGBA32} raster. */
    static void readAlpha(Raster raster, int y, int[] row, int at) {
        byte[] pixels = raster.pixels();
        int start = raster.rowOffset(y) + 3;
        for (int x = 0; x < raster.width(); x++) {
            row[at + x] = pixels[start + 4 * x] & 0xff;
        }
    }

    /** Writes row {@code y}; the bits of a pixel that mean nothing become 0, and so does alpha. */
    static void write(int[] row, int at, Raster raster, int y) {
        byte[] pixels = raster.pixels();
        int start = raster.rowOffset(y);
        int width = raster.width();
        switch (raster.format()) {
            case RGB16_555 -> {
                for (int x = 0; x < width; x++) {
                    int pixel = row[at + x];
                    U16.set(pixels, start + 2 * x, (short)
                            ((pixel >> 6 & 0x7c00) | (pixel >> 3 & 0x3e0) | (pixel & 0x1f)));
                }
            }
            case RGB24 -> {
                for (int x = 0, t = start; x < width; x++, t += 3) {
                    int pixel = row[at + x];
                    pixels[t] = (byte) pixel;
                    pixels[t + 1] = (byte) (pixel >> 8);
                    pixels[t + 2] = (byte) (pixel >> 16);
                }
            }
            case XRGB32, RGBA32 -> {
                for (int x = 0; x < width; x++) {
                    U32.set(pixels, start + 4 * x, row[at + x]);
                }
            }
            case A8 -> {
                for (int x = 0; x < width; x++) {
                    pixels[start + x] = (byte) row[at + x];
                }
            }
            default -> throw new IllegalArgumentException("quic pixels: expected no palette, got " + raster.format());
        }
    }

    /** Writes the alpha of row {@code y} of an {@link PixelFormat#RGBA32} raster. */
    static void writeAlpha(int[] row, int at, Raster raster, int y) {
        byte[] pixels = raster.pixels();
        int start = raster.rowOffset(y) + 3;
        for (int x = 0; x < raster.width(); x++) {
            pixels[start + 4 * x] = (byte) row[at + x];
        }
    }
}
