package dev.caraway.server.compression;

import dev.caraway.codecs.analysis.ImageAnalyzer;
import dev.caraway.codecs.analysis.ImageKind;
import dev.caraway.codecs.jpeg.JpegAlphaEncoder;
import dev.caraway.codecs.jpeg.JpegEncoder;
import dev.caraway.codecs.jpeg.JpegSampling;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.JpegAlphaData;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compresses photographs to JPEG, where detail may be lost; what is none, or hardly gets smaller, it leaves alone.
 *
 * <p>It owns its encoders; one thread at a time.
 */
final class PhotographCompressor {

    /** libspice-server's (dcc.cpp: DisplayChannelClientPrivate). */
    private static final int QUALITY = 85;

    /**
     * A colour for each pixel: on what is no film 4:2:0 saves a quarter more and blurs coloured outlines, which the
     * lossless refresh would then visibly sharpen.
     */
    private static final JpegSampling SAMPLING = JpegSampling.FOUR_FOUR_FOUR;

    /** The tables in a JPEG's header are as long as such an image in QUIC. */
    private static final int MIN_PIXELS = 1 << 10;

    /**
     * QUIC makes a third of a photograph's bytes without any loss. What JPEG does not make smaller than half of that
     * is not worth being sent twice.
     */
    private static final int SHRINKS_BY = 6;

    private final ImageAnalyzer analyzer = new ImageAnalyzer();
    private final JpegEncoder colours = new JpegEncoder();
    private final JpegAlphaEncoder coloursAndAlpha = new JpegAlphaEncoder();

    /** A JPEG, or empty if the image should keep all its detail. */
    Optional<ImageData> compress(Raster raster) {
        if (!isFit(raster) || analyzer.measure(raster) != ImageKind.PHOTOGRAPHIC) {
            return Optional.empty();
        }
        // What does not fit here is not wanted.
        byte[] buffer = new byte[raster.width() * raster.format().bytesPerPixel() * raster.height() / SHRINKS_BY];
        if (raster.format() != PixelFormat.RGBA32) {
            int length = colours.compress(raster, QUALITY, SAMPLING, buffer, 0);
            return length == JpegEncoder.DOES_NOT_FIT
                    ? Optional.empty()
                    : Optional.of(new JpegData(written(buffer, length)));
        }
        int length = coloursAndAlpha.compress(raster, QUALITY, SAMPLING, buffer, 0);
        if (length == JpegAlphaEncoder.DOES_NOT_FIT) {
            return Optional.empty();
        }
        int flags = raster.lineOrder() == LineOrder.TOP_DOWN ? JpegAlphaData.TOP_DOWN : 0;
        return Optional.of(new JpegAlphaData(flags, coloursAndAlpha.jpegBytes(), written(buffer, length)));
    }

    private static boolean isFit(Raster raster) {
        PixelFormat format = raster.format();
        return (format == PixelFormat.RGB24 || format == PixelFormat.XRGB32 || format == PixelFormat.RGBA32)
                && (long) raster.width() * raster.height() >= MIN_PIXELS
                && Math.max(raster.width(), raster.height()) <= JpegEncoder.SIDE_MAX;
    }

    private static Bytes written(byte[] buffer, int length) {
        return Bytes.wrap(Arrays.copyOf(buffer, length));
    }
}
