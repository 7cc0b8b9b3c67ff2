package dev.caraway.codecs.jpeg;

import dev.caraway.codecs.pixel.Raster;
import java.util.Objects;

/**
 * Compresses rasters to baseline JPEG files (JFIF), which every SPICE client decodes.
 *
 * <p>Pixels are RGB16_555, RGB24, XRGB32 or RGBA32, whose alpha is not looked at ({@link JpegAlphaEncoder} carries it).
 * A JPEG has no line order: its rows are the picture's from the top, whatever their order in memory.
 *
 * <p>An encoder owns about 300 KiB, whatever the size of its images, and allocates nothing for an image: keep it, give
 * it to one thread at a time. What it writes depends on the arguments alone, not on the images before.
 */
public final class JpegEncoder {

    /** The answer of {@code compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    /** The most pixels in a row or rows in an image: what libjpeg takes. */
    public static final int SIDE_MAX = 65500;

    private static final int END_OF_IMAGE = 0xd9;
    private static final int FIRST_RESTART = 0xd0;

    private final PixelLanes pixels = new PixelLanes();
    private final QuantizationTable brightness = QuantizationTable.brightness();
    private final QuantizationTable colour = QuantizationTable.colour();
    private final JpegHeader header = new JpegHeader();
    private final ScanWriter scan = new ScanWriter();

    /** The blocks of as many units as there are lanes: samples, then coefficients. */
    private final int[] blocks = new int[6 * ForwardDct.BLOCK];

    /** For each block, which coefficients are not zero. */
    private final int[] nonzero = new int[6 * 2 * ForwardDct.LANES];

    /** What the tables are scaled for. */
    private int tablesQuality;

    /**
     * The most that compressing such an image, in any strips, can take. A picture takes a small part of that; who would
     * send it raw rather than larger than raw gives a shorter output and gets {@link #DOES_NOT_FIT}.
     */
    public static long maxCompressedBytes(JpegSampling sampling, int width, int height) {
        int unit = sampling.mcuPixels();
        long columns = (width + unit - 1L) / unit;
        long rows = (height + unit - 1L) / unit;
        // Each row may end in a restart marker and in a byte that is not full.
        return JpegHeader.BYTES_MAX + rows * (columns * sampling.blocksPerMcu() * ScanWriter.BLOCK_BYTES_MAX + 4);
    }

    /**
     * Compresses all of {@code raster} into {@code out} from {@code offset} on.
     *
     * @param quality 1 to 100, as libjpeg scales it
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster has no colours or a side of more than {@link #SIDE_MAX}
     */
    public int compress(Raster raster, int quality, JpegSampling sampling, byte[] out, int offset) {
        refuseUnfit(raster, quality);
        Objects.checkIndex(offset, out.length + 1);
        int start = writeHeader(raster, quality, sampling, 0, out, offset);
        if (start < 0) {
            return DOES_NOT_FIT;
        }
        int unit = sampling.mcuPixels();
        int columns = (raster.width() + unit - 1) / unit;
        int rows = (raster.height() + unit - 1) / unit;
        int end = compressUnits(raster, sampling, columns, 0, columns * rows, END_OF_IMAGE, out, start);
        return end < 0 ? DOES_NOT_FIT : end - offset;
    }

    /**
     * Compresses one strip of {@code raster}; otherwise like {@link #compress(Raster, int, JpegSampling, byte[], int)}.
     * All strips, compressed by any encoders on any threads with the same quality and concatenated, are one JPEG.
     *
     * @param strips how this raster is cut
     * @param strip 0 up to the number of strips less one
     */
    public int compressStrip(Raster raster, int quality, JpegStrips strips, int strip, byte[] out, int offset) {
        refuseUnfit(raster, quality);
        Objects.checkIndex(strip, strips.count());
        Objects.checkIndex(offset, out.length + 1);
        JpegStrips whole = JpegStrips.whole(raster, strips.sampling());
        if (whole.mcuColumns() != strips.mcuColumns() || whole.mcuRows() != strips.mcuRows()) {
            throw new IllegalArgumentException("jpeg strips: expected those of " + raster + ", got " + strips);
        }
        int start = offset;
        prepareTables(quality);
        if (strip == 0) {
            start = writeHeader(raster, quality, strips.sampling(), strips.restartInterval(), out, offset);
            if (start < 0) {
                return DOES_NOT_FIT;
            }
        }
        int columns = strips.mcuColumns();
        int first = strips.firstMcuRow(strip) * columns;
        int count = strips.firstMcuRow(strip + 1) * columns - first;
        int marker = strip == strips.count() - 1 ? END_OF_IMAGE : FIRST_RESTART + (strip & 7);
        int end = compressUnits(raster, strips.sampling(), columns, first, count, marker, out, start);
        return end < 0 ? DOES_NOT_FIT : end - offset;
    }

    private static void refuseUnfit(Raster raster, int quality) {
        if (raster.width() > SIDE_MAX || raster.height() > SIDE_MAX) {
            throw new IllegalArgumentException("jpeg side: expected at most " + SIDE_MAX + ", got " + raster);
        }
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("jpeg quality: expected 1 to 100, got " + quality);
        }
    }

    private void prepareTables(int quality) {
        if (tablesQuality != quality) {
            brightness.scale(quality);
            colour.scale(quality);
            tablesQuality = quality;
        }
    }

    /** Returns where the header ends, or {@link #DOES_NOT_FIT}. */
    private int writeHeader(
            Raster raster, int quality, JpegSampling sampling, int restartInterval, byte[] out, int offset) {
        prepareTables(quality);
        int length = header.build(raster.width(), raster.height(), sampling, brightness, colour, restartInterval);
        if (length > out.length - offset) {
            return DOES_NOT_FIT;
        }
        System.arraycopy(header.bytes(), 0, out, offset, length);
        return offset + length;
    }

    /** Returns where the units and the marker behind them end, or {@link #DOES_NOT_FIT}. */
    private int compressUnits(
            Raster raster,
            JpegSampling sampling,
            int columns,
            int firstUnit,
            int count,
            int marker,
            byte[] out,
            int start) {
        scan.begin(out, start);
        for (int done = 0; done < count; done += ForwardDct.LANES) {
            int lanes = Math.min(count - done, ForwardDct.LANES);
            pixels.begin(raster, sampling, columns, firstUnit + done, lanes);
            if (sampling == JpegSampling.FOUR_TWO_ZERO) {
                pixels.sampleFourTwoZero(blocks);
            } else {
                pixels.sampleFourFourFour(blocks);
            }
            pixels.end();
            int brightnessBlocks = sampling.brightnessBlocks();
            for (int block = 0; block < sampling.blocksPerMcu(); block++) {
                int base = block * ForwardDct.BLOCK;
                ForwardDct.transform(blocks, base, lanes);
                QuantizationTable table = block < brightnessBlocks ? brightness : colour;
                Quantizer.quantize(blocks, base, nonzero, block * 2 * ForwardDct.LANES, table, lanes);
            }
            for (int lane = 0; lane < lanes; lane++) {
                if (!scan.writeUnit(blocks, nonzero, lane, brightnessBlocks)) {
                    scan.end();
                    return DOES_NOT_FIT;
                }
            }
        }
        return scan.finish(marker);
    }
}
