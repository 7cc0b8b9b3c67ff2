package dev.caraway.codecs.analysis;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The colours of single pixels: red in bits 16 to 23, green in 8 to 15, blue in 0 to 7, whatever the format. Five bits of
 * a 16-bit pixel stay five bits. Alpha and bits that mean nothing are left out.
 */
final class Colours {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Colours() {}

    /** Whether pixels of this format have colours of their own. */
    static boolean areIn(PixelFormat format) {
        return switch (format) {
            case RGB16_555, RGB24, XRGB32, RGBA32 -> true;
            default -> false;
        };
    }

    /** Reads {@code count} pixels of a row, the rows counted as they lie in memory. */
    static void read(Raster raster, int x, int memoryRow, int[] colours, int from, int count) {
        byte[] pixels = raster.pixels();
        int row = raster.offset() + raster.strideBytes() * memoryRow;
        switch (raster.format()) {
            case RGB16_555 -> {
                for (int i = 0; i < count; i++) {
                    colours[from + i] = ofWord((short) U16.get(pixels, row + 2 * (x + i)));
                }
            }
            case RGB24 -> {
                for (int i = 0, at = row + 3 * x; i < count; i++, at += 3) {
                    colours[from + i] =
                            (pixels[at] & 0xff) | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff) << 16;
                }
            }
            case XRGB32, RGBA32 -> {
                for (int i = 0; i < count; i++) {
                    colours[from + i] = (int) U32.get(pixels, row + 4 * (x + i)) & 0xff_ffff;
                }
            }
            default -> throw new IllegalArgumentException("colours: expected a format that has them, got " + raster);
        }
    }

    /** One pixel, the rows counted as they lie in memory. */
    static int at(Raster raster, int x, int memoryRow) {
        byte[] pixels = raster.pixels();
        int row = raster.offset() + raster.strideBytes() * memoryRow;
        return switch (raster.format()) {
            case RGB16_555 -> ofWord((short) U16.get(pixels, row + 2 * x));
            case RGB24 ->
                (pixels[row + 3 * x] & 0xff)
                        | (pixels[row + 3 * x + 1] & 0xff) << 8
                        | (pixels[row + 3 * x + 2] & 0xff) << 16;
            case XRGB32, RGBA32 -> (int) U32.get(pixels, row + 4 * x) & 0xff_ffff;
            default -> throw new IllegalArgumentException("colours: expected a format that has them, got " + raster);
        };
    }

    private static int ofWord(int word) {
        return (word & 0x1f) | (word & 0x3e0) << 3 | (word & 0x7c00) << 6;
    }

    /** Whether red, green or blue differ by {@code contrast} or more. */
    static boolean contrast(int a, int b, int contrast) {
        return Math.abs((a >> 16) - (b >> 16)) >= contrast
                || Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff)) >= contrast
                || Math.abs((a & 0xff) - (b & 0xff)) >= contrast;
    }

    /** The difference from which on libspice calls two neighbours contrasting. */
    static int contrastOf(PixelFormat format) {
        return format == PixelFormat.RGB16_555 ? 8 : 60;
    }
}
