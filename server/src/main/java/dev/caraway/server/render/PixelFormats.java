package dev.caraway.server.render;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;

/** The one mapping between what the wire calls pixels and what a codec calls pixels. */
public final class PixelFormats {

    private PixelFormats() {}

    public static PixelFormat of(BitmapFormat format) {
        return switch (format) {
            case ONE_BIT_LE -> PixelFormat.PALETTE1_LE;
            case ONE_BIT_BE -> PixelFormat.PALETTE1_BE;
            case FOUR_BIT_LE -> PixelFormat.PALETTE4_LE;
            case FOUR_BIT_BE -> PixelFormat.PALETTE4_BE;
            case EIGHT_BIT -> PixelFormat.PALETTE8;
            case SIXTEEN_BIT -> PixelFormat.RGB16_555;
            case TWENTY_FOUR_BIT -> PixelFormat.RGB24;
            case THIRTY_TWO_BIT -> PixelFormat.XRGB32;
            case RGBA -> PixelFormat.RGBA32;
            case EIGHT_BIT_ALPHA -> PixelFormat.A8;
        };
    }

    /** A bitmap's pixels, without a copy. The bitmap has at least one pixel. */
    public static Raster raster(BitmapData bitmap) {
        return new Raster(
                bitmap.data().array(),
                bitmap.data().offset(),
                bitmap.stride(),
                bitmap.width(),
                bitmap.height(),
                of(bitmap.format()),
                bitmap.isTopDown() ? LineOrder.TOP_DOWN : LineOrder.BOTTOM_UP);
    }
}
