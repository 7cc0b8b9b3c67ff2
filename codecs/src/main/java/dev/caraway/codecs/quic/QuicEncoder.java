package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.util.Objects;

/**
 * Compresses rasters to SPICE QUIC.
 *
 * <p>An encoder owns some ten kilobytes of tables and a few rows, and uses them for one image after another: keep it,
 * give it to one thread at a time. Once it has met its widest image it allocates nothing for pixels. What it writes depends on the
 * pixels alone, from the picture's top row down, not on unused bits and not on the images before.
 */
public final class QuicEncoder {

    /** The answer of {@code compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    /** A run of no pixels takes up to 16 bits, and there is at most one such for each pixel outside runs. */
    private static final int RUN_BITS_MAX = 16;

    /** The most bytes that a Java array has for certain. */
    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    private final WordWriter writer = new WordWriter();
    private final PlaneEncoder colours = new PlaneEncoder();
    private final PlaneEncoder alpha = new PlaneEncoder();

    /**
     * The most that compressing such an image can take, header included; an array's largest length where an array
     * cannot hold it. Such an image is made on purpose: others stay below their uncompressed size by far.
     *
     * @throws IllegalArgumentException if there is no such image
     */
    public static int maxCompressedBytes(PixelFormat format, int width, int height) {
        QuicHeader header = new QuicHeader(QuicImageType.of(format), width, height);
        int channels = header.type().channels();
        int planes = channels == 4 ? 2 : 1;
        long bits = (long) header.pixels() * (channels * QuicCodes.LENGTH_MAX + planes * RUN_BITS_MAX);
        return (int) Math.min(ARRAY_BYTES_MAX, QuicHeader.BYTES + (bits + 31) / 32 * 4 + 4);
    }

    /**
     * Compresses all of {@code raster}, header first, into {@code out} from {@code offset} on.
     *
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster has more than {@link QuicHeader#IMAGE_PIXELS_MAX} pixels, or a
     *     format that {@link QuicImageType#exists} denies
     */
    public int compress(Raster raster, byte[] out, int offset) {
        Objects.checkIndex(offset, out.length + 1);
        QuicHeader header = new QuicHeader(QuicImageType.of(raster.format()), raster.width(), raster.height());
        if (out.length - offset < QuicHeader.BYTES) {
            return DOES_NOT_FIT;
        }
        header.encode(out, offset);
        writer.start(out, offset + QuicHeader.BYTES);
        boolean fits = compressRows(header, raster) && writer.finish();
        writer.release();
        return fits ? writer.end() - offset : DOES_NOT_FIT;
    }

    private boolean compressRows(QuicHeader header, Raster raster) {
        int width = header.width();
        int channels = header.type().channels();
        boolean hasAlpha = header.type() == QuicImageType.RGBA;
        colours.reset(header.type().codes(), width);
        if (hasAlpha) {
            alpha.reset(header.type().codes(), width);
        }
        for (int y = 0; y < header.height(); y++) {
            PixelRows.read(raster, y, colours.nextRow(), PlaneEncoder.FIRST);
            if (!colours.compressRow(width, Math.min(channels, 3), writer)) {
                return false;
            }
            if (hasAlpha) {
                PixelRows.readAlpha(raster, y, alpha.nextRow(), PlaneEncoder.FIRST);
                if (!alpha.compressRow(width, 1, writer)) {
                    return false;
                }
            }
        }
        return true;
    }
}
