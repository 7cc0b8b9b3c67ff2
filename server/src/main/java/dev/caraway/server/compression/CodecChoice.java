package dev.caraway.server.compression;

import dev.caraway.codecs.analysis.Graduality;
import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.ImageCompression;

/**
 * Which codec an image is given to: what was asked for, as far as the image and the client allow it.
 *
 * <p>The rules are libspice-server's (dcc.cpp: get_compression_for_bitmap, dcc_compress_image), except that pictures of
 * a surface may use the dictionary too, since it keeps its own pixels.
 *
 * @param takesLz4 whether the client decodes LZ4
 * @param dictionary the client's, whose size decides which images fit
 */
record CodecChoice(boolean takesLz4, GlzDictionary dictionary) {

    /** Below this many bytes a header costs more than compression wins. */
    private static final int MIN_BYTES = 54;

    /** QUIC predicts from the pixels around, and images this narrow have none. */
    private static final int QUIC_MIN_SIDE = 3;

    /** @param wanted within which the choice stays */
    ImageCodec choose(Raster raster, ImageCompression wanted) {
        if (wanted == ImageCompression.OFF || (long) raster.strideBytes() * raster.height() < MIN_BYTES) {
            return ImageCodec.RAW;
        }
        PixelFormat format = raster.format();
        boolean isColored = !format.isPalette() && format != PixelFormat.A8;
        return switch (wanted) {
            case OFF -> ImageCodec.RAW;
            case QUIC -> quicOrRaw(raster);
            case LZ -> ImageCodec.LZ;
            case LZ4 -> isColored && takesLz4 ? ImageCodec.LZ4 : ImageCodec.LZ;
            case GLZ -> glzOrLz(raster);
            case AUTO_LZ -> isColored && isGradual(raster) ? quicOrRaw(raster) : ImageCodec.LZ;
            case AUTO_GLZ -> isColored && isGradual(raster) ? quicOrRaw(raster) : glzOrLz(raster);
        };
    }

    private ImageCodec glzOrLz(Raster raster) {
        return !dictionary.isFrozen() && dictionary.fits(raster) ? ImageCodec.GLZ : ImageCodec.LZ;
    }

    private static ImageCodec quicOrRaw(Raster raster) {
        return isForQuic(raster) ? ImageCodec.QUIC : ImageCodec.RAW;
    }

    private static boolean isGradual(Raster raster) {
        return isForQuic(raster) && Graduality.of(raster) == Graduality.HIGH;
    }

    private static boolean isForQuic(Raster raster) {
        return !raster.format().isPalette() && Math.min(raster.width(), raster.height()) >= QUIC_MIN_SIDE;
    }
}
