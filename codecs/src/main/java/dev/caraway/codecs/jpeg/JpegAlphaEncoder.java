package dev.caraway.codecs.jpeg;

import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/**
 * Compresses RGBA rasters to a JPEG file of the colours and, right behind it, the alpha bytes as SPICE LZ.
 *
 * <p>The rows of the JPEG run from the picture's top; those of the LZ part are in the raster's line order, which its
 * header says and the SPICE message must repeat.
 *
 * <p>It owns what a {@link JpegEncoder} and an {@link LzEncoder} own; give it to one thread at a time.
 */
public final class JpegAlphaEncoder {

    /** The answer of {@link #compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    private final JpegEncoder colours = new JpegEncoder();
    private final LzEncoder alpha = new LzEncoder();
    private int jpegBytes;

    /** The most that compressing such an image can take. */
    public static long maxCompressedBytes(JpegSampling sampling, int width, int height) {
        // An alpha byte costs no more than a byte of palette indices, in the same plane of units.
        return JpegEncoder.maxCompressedBytes(sampling, width, height)
                + LzEncoder.maxCompressedBytes(PixelFormat.A8, width, height);
    }

    /**
     * Compresses all of {@code raster} into {@code out} from {@code offset} on; {@link #jpegBytes} tells then where the
     * alpha part begins.
     *
     * @param quality of the colours, 1 to 100, as libjpeg scales it
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster is not RGBA32 or a side exceeds {@link JpegEncoder#SIDE_MAX}
     */
    public int compress(Raster raster, int quality, JpegSampling sampling, byte[] out, int offset) {
        if (raster.format() != PixelFormat.RGBA32) {
            throw new IllegalArgumentException("jpeg with alpha: expected RGBA32, got " + raster.format());
        }
        jpegBytes = 0;
        int jpeg = colours.compress(raster, quality, sampling, out, offset);
        if (jpeg == JpegEncoder.DOES_NOT_FIT) {
            return DOES_NOT_FIT;
        }
        int lz = alpha.compressAlpha(raster, out, offset + jpeg);
        if (lz == LzEncoder.DOES_NOT_FIT) {
            return DOES_NOT_FIT;
        }
        jpegBytes = jpeg;
        return jpeg + lz;
    }

    /** The length of the JPEG part of the image compressed last, 0 if that did not fit. */
    public int jpegBytes() {
        return jpegBytes;
    }
}
