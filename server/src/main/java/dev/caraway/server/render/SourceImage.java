package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.Palette;
import java.util.List;

/**
 * An image as a client's canvas of 32 bits holds it: words, whatever its own format is.
 *
 * <p>The highest byte of a word is alpha if {@link #hasAlpha}, otherwise it means nothing.
 */
final class SourceImage {

    private static final int[] NO_COLORS = {};

    private final Raster raster;
    private final boolean hasAlpha;
    private final int[] colors;
    private final int setBits;

    private SourceImage(Raster raster, boolean hasAlpha, int[] colors, int setBits) {
        this.raster = raster;
        this.hasAlpha = hasAlpha;
        this.colors = colors;
        this.setBits = setBits;
    }

    /**
     * The pixels of a surface.
     *
     * @param hasAlpha whether its fourth byte is taken for alpha, which need not be as the surface says
     */
    static SourceImage ofSurface(Raster raster, boolean hasAlpha) {
        return new SourceImage(raster, hasAlpha, NO_COLORS, 0);
    }

    /** A bitmap as it is converted for a canvas: alpha is kept only where the format is made for it. */
    static SourceImage ofBitmap(Image image, BitmapData bitmap) {
        boolean hasAlpha = PixelFormats.of(bitmap.format()) == PixelFormat.RGBA32;
        return ofBitmap(image, bitmap, hasAlpha);
    }

    /**
     * A bitmap in its own format, which keeps every alpha.
     *
     * @param targetHasAlpha whether the surface has alpha; then so have the colours of a palette
     */
    static SourceImage ofOriginal(Image image, BitmapData bitmap, boolean targetHasAlpha) {
        PixelFormat format = PixelFormats.of(bitmap.format());
        boolean hasAlpha =
                format == PixelFormat.RGBA32 || format == PixelFormat.A8 || (format.isPalette() && targetHasAlpha);
        return ofBitmap(image, bitmap, hasAlpha);
    }

    private static SourceImage ofBitmap(Image image, BitmapData bitmap, boolean hasAlpha) {
        int[] colors = bitmap.palette() instanceof Palette palette ? colors(palette, bitmap) : NO_COLORS;
        int setBits = !hasAlpha && image.descriptor().has(ImageDescriptor.HIGH_BITS_SET) ? Words.ALPHA : 0;
        return new SourceImage(PixelFormats.raster(bitmap), hasAlpha, colors, setBits);
    }

    /** One colour for every index that the format has: those that the palette lacks are black. */
    private static int[] colors(Palette palette, BitmapData bitmap) {
        int[] colors = new int[1 << bitmap.format().bitsPerPixel()];
        List<Integer> given = palette.colors();
        for (int i = 0; i < Math.min(colors.length, given.size()); i++) {
            colors[i] = given.get(i);
        }
        return colors;
    }

    int width() {
        return raster.width();
    }

    int height() {
        return raster.height();
    }

    boolean hasAlpha() {
        return hasAlpha;
    }

    /** Whether its rows can be copied byte by byte. */
    boolean isOfWords() {
        return raster.format().bitsPerPixel() == 32 && setBits == 0;
    }

    /** Where its bytes are, if {@link #isOfWords}. */
    Raster raster() {
        return raster;
    }

    /** Some of the pixels, which no drawing on the surface that they came from changes any more. */
    SourceImage copy(Rect area) {
        Raster part = raster.part(area.left(), area.top(), area.width(), area.height());
        Raster copy = Raster.allocate(part.format(), part.width(), part.height());
        for (int y = 0; y < part.height(); y++) {
            System.arraycopy(part.pixels(), part.rowOffset(y), copy.pixels(), copy.rowOffset(y), part.rowBytes());
        }
        return new SourceImage(copy, hasAlpha, colors, setBits);
    }

    Rect bounds() {
        return new Rect(0, 0, width(), height());
    }

    /** One pixel, which is inside the image. */
    int word(int x, int y) {
        return storedWord(raster.pixels(), raster.rowOffset(y), x) | setBits;
    }

    /** One pixel with its alpha, which is full where the image has none. */
    int argb(int x, int y) {
        return hasAlpha ? word(x, y) : word(x, y) | Words.ALPHA;
    }

    /** Reads pixels of a row; all are inside the image. */
    void read(int x, int y, int[] into, int from, int count) {
        if (isOfWords()) {
            Words.read(raster, x, y, into, from, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[from + i] = word(x + i, y);
        }
    }

    private int storedWord(byte[] bytes, int row, int x) {
        return switch (raster.format()) {
            case XRGB32, RGBA32 -> Words.get(bytes, row + x * Words.BYTES);
            case RGB24 -> ofRgb24(bytes, row + 3 * x);
            case RGB16_555 -> ofRgb16(bytes, row + 2 * x);
            case A8 -> bytes[row + x] << 24;
            case PALETTE8 -> colors[bytes[row + x] & 0xff];
            case PALETTE4_BE -> colors[bytes[row + (x >> 1)] >> ((~x & 1) * 4) & 0xf];
            case PALETTE4_LE -> colors[bytes[row + (x >> 1)] >> ((x & 1) * 4) & 0xf];
            case PALETTE1_BE -> colors[bytes[row + (x >> 3)] >> (~x & 7) & 1];
            case PALETTE1_LE -> colors[bytes[row + (x >> 3)] >> (x & 7) & 1];
        };
    }

    private static int ofRgb24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    private static int ofRgb16(byte[] bytes, int at) {
        int value = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
        return widen(value >> 10) << 16 | widen(value >> 5) << 8 | widen(value);
    }

    /** Five bits to eight: the highest bits are repeated, so that white stays white. */
    private static int widen(int fiveBits) {
        int value = fiveBits & 0x1f;
        return value << 3 | value >> 2;
    }
}
