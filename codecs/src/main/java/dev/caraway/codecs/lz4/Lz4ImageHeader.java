package dev.caraway.codecs.lz4;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;

/**
 * The two bytes before the blocks of an LZ4 image: whether its rows run top-down, and its format.
 *
 * <p>The format is a number of {@code SPICE_BITMAP_FMT_*}. Only true colour travels as LZ4. Width and height are not
 * here: the message around the image says them.
 */
record Lz4ImageHeader(LineOrder lineOrder, PixelFormat format) {

    static final int BYTES = 2;

    /** A big-endian count of compressed bytes stands before each block. */
    static final int BLOCK_HEADER_BYTES = 4;

    /** @throws ImageFormatException if there is no header or the format is not true colour */
    static Lz4ImageHeader decode(byte[] input, int offset, int length) {
        if (length < BYTES) {
            throw new ImageFormatException("lz4 header: expected " + BYTES + " bytes, got " + length);
        }
        // Any byte but 0 says top-down to spice-common's decoder.
        LineOrder lineOrder = input[offset] == 0 ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
        int code = input[offset + 1] & 0xff;
        PixelFormat format = switch (code) {
            case 6 -> PixelFormat.RGB16_555;
            case 7 -> PixelFormat.RGB24;
            case 8 -> PixelFormat.XRGB32;
            case 9 -> PixelFormat.RGBA32;
            default -> throw new ImageFormatException("lz4 format: expected 6 to 9, got " + code);
        };
        return new Lz4ImageHeader(lineOrder, format);
    }

    /** Writes {@link #BYTES} bytes. */
    static void write(LineOrder lineOrder, int code, byte[] out, int offset) {
        out[offset] = (byte) (lineOrder == LineOrder.TOP_DOWN ? 1 : 0);
        out[offset + 1] = (byte) code;
    }

    /** @throws IllegalArgumentException if the format is not true colour */
    static int codeOf(PixelFormat format) {
        return switch (format) {
            case RGB16_555 -> 6;
            case RGB24 -> 7;
            case XRGB32 -> 8;
            case RGBA32 -> 9;
            default ->
                throw new IllegalArgumentException(
                        "lz4 pixels: expected RGB16_555, RGB24, XRGB32 or RGBA32, got " + format);
        };
    }
}
