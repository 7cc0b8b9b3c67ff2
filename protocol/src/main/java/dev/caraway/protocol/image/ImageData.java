package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;

/** An image's payload: pixels in some form, or a place where the client finds them. */
public sealed interface ImageData extends Encodable
        permits BitmapData,
                QuicData,
                LzRgbData,
                LzPaletteData,
                GlzRgbData,
                ZlibGlzRgbData,
                JpegData,
                JpegAlphaData,
                Lz4Data,
                SurfaceData,
                FromCache,
                FromCacheLossless {

    ImageType type();

    static ImageData decode(ImageType type, SpiceReader in) {
        return switch (type) {
            case BITMAP -> BitmapData.decode(in);
            case QUIC -> new QuicData(SizedData.decode(in));
            case LZ_PALETTE -> LzPaletteData.decode(in);
            case LZ_RGB -> new LzRgbData(SizedData.decode(in));
            case GLZ_RGB -> new GlzRgbData(SizedData.decode(in));
            case FROM_CACHE -> new FromCache();
            case SURFACE -> SurfaceData.decode(in);
            case JPEG -> new JpegData(SizedData.decode(in));
            case FROM_CACHE_LOSSLESS -> new FromCacheLossless();
            case ZLIB_GLZ_RGB -> ZlibGlzRgbData.decode(in);
            case JPEG_ALPHA -> JpegAlphaData.decode(in);
            case LZ4 -> new Lz4Data(SizedData.decode(in));
        };
    }
}
