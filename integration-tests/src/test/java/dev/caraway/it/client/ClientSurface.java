package dev.caraway.it.client;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.BitmapData;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Pixels that a client holds: a surface, or an image that came in a message. */
final class ClientSurface {

    private final int width;
    private final int height;
    private final int[] pixels;

    private ClientSurface(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** A surface of zeros. */
    static ClientSurface blank(int width, int height) {
        return new ClientSurface(width, height, new int[width * height]);
    }

    static ClientSurface of(BitmapData bitmap) {
        return of(raster(bitmap));
    }

    static Raster raster(BitmapData bitmap) {
        PixelFormat format = switch (bitmap.format()) {
            case THIRTY_TWO_BIT -> PixelFormat.XRGB32;
            case RGBA -> PixelFormat.RGBA32;
            case TWENTY_FOUR_BIT -> PixelFormat.RGB24;
            case SIXTEEN_BIT -> PixelFormat.RGB16_555;
            case EIGHT_BIT -> PixelFormat.PALETTE8;
            case FOUR_BIT_BE -> PixelFormat.PALETTE4_BE;
            case ONE_BIT_BE -> PixelFormat.PALETTE1_BE;
            default -> throw new AssertionError("bitmap " + bitmap.format() + ": expected colours or indices");
        };
        return new Raster(
                bitmap.data().array(),
                bitmap.data().offset(),
                bitmap.stride(),
                bitmap.width(),
                bitmap.height(),
                format,
                bitmap.isTopDown() ? LineOrder.TOP_DOWN : LineOrder.BOTTOM_UP);
    }

    /** Pixels that are indices into a palette, the leftmost of a byte in its highest bits. */
    static ClientSurface of(Raster indexed, List<Integer> colors) {
        int bits = indexed.format().bitsPerPixel();
        ClientSurface image = blank(indexed.width(), indexed.height());
        for (int y = 0; y < indexed.height(); y++) {
            for (int x = 0; x < indexed.width(); x++) {
                int held = indexed.pixels()[indexed.rowOffset(y) + x * bits / 8] & 0xff;
                int index = held >> (8 - bits - x * bits % 8) & ((1 << bits) - 1);
                image.put(x, y, colors.get(index));
            }
        }
        return image;
    }

    static ClientSurface of(Raster raster) {
        ClientSurface image = blank(raster.width(), raster.height());
        for (int y = 0; y < raster.height(); y++) {
            for (int x = 0; x < raster.width(); x++) {
                image.pixels[y * raster.width() + x] = pixel(raster, raster.pixelOffset(x, y));
            }
        }
        return image;
    }

    private static int pixel(Raster raster, int at) {
        byte[] bytes = raster.pixels();
        if (raster.format() == PixelFormat.RGB16_555) {
            int word = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
            return widened(word >> 10) << 16 | widened(word >> 5) << 8 | widened(word);
        }
        int colours = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
        boolean hasFourth = raster.format().bytesPerPixel() == 4;
        return hasFourth ? colours | bytes[at + 3] << 24 : colours;
    }

    /** Five bits become eight by repeating the upper ones. */
    private static int widened(int value) {
        int five = value & 0x1f;
        return five << 3 | five >> 2;
    }

    /** The same pixels, which do not change when these do. */
    ClientSurface copy() {
        return new ClientSurface(width, height, pixels.clone());
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int at(int x, int y) {
        return pixels[y * width + x];
    }

    void put(int x, int y, int pixel) {
        pixels[y * width + x] = pixel;
    }

    /** The digest of the colours: four bytes a pixel, blue, green, red and a zero, from the top row down. */
    String sha256() {
        byte[] bytes = new byte[pixels.length * 4];
        for (int i = 0; i < pixels.length; i++) {
            bytes[4 * i] = (byte) pixels[i];
            bytes[4 * i + 1] = (byte) (pixels[i] >> 8);
            bytes[4 * i + 2] = (byte) (pixels[i] >> 16);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
