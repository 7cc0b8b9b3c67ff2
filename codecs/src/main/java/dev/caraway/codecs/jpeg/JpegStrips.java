package dev.caraway.codecs.jpeg;

import dev.caraway.codecs.pixel.Raster;

/**
 * How an image is cut into strips that can be compressed independently, on any threads, and concatenated to one JPEG.
 *
 * <p>Every strip but the last has {@code mcuRowsPerStrip} rows of minimum coded units. A restart marker ends it, behind
 * which a decoder starts anew.
 *
 * @param mcuColumns minimum coded units in a row
 * @param mcuRows rows of minimum coded units
 * @param mcuRowsPerStrip 1 up to {@code mcuRows}
 */
public record JpegStrips(JpegSampling sampling, int mcuColumns, int mcuRows, int mcuRowsPerStrip) {

    /** The header says the minimum coded units between two restart markers in 16 bits. */
    private static final int RESTART_INTERVAL_MAX = 0xffff;

    /** @throws IllegalArgumentException if there is more than one strip and a strip is too large for a restart interval */
    public JpegStrips {
        if (mcuColumns < 1 || mcuRows < 1 || mcuRowsPerStrip < 1 || mcuRowsPerStrip > mcuRows) {
            throw new IllegalArgumentException("jpeg strips: expected 1 to " + mcuRows + " rows each, got "
                    + mcuRowsPerStrip + " of " + mcuColumns);
        }
        if (mcuRowsPerStrip < mcuRows && (long) mcuRowsPerStrip * mcuColumns > RESTART_INTERVAL_MAX) {
            throw new IllegalArgumentException("jpeg strip: expected at most " + RESTART_INTERVAL_MAX
                    + " coded units, got " + (long) mcuRowsPerStrip * mcuColumns);
        }
    }

    /** The whole image as one strip, without restart markers. */
    public static JpegStrips whole(Raster raster, JpegSampling sampling) {
        int rows = units(raster.height(), sampling);
        return new JpegStrips(sampling, units(raster.width(), sampling), rows, rows);
    }

    /**
     * About {@code count} strips of equal height: fewer if the image is not high enough, more if a strip would be too
     * large for a restart interval.
     *
     * @param count 1 or more
     */
    public static JpegStrips about(int count, Raster raster, JpegSampling sampling) {
        if (count < 1) {
            throw new IllegalArgumentException("jpeg strips: expected 1 or more, got " + count);
        }
        JpegStrips whole = whole(raster, sampling);
        if (count == 1) {
            return whole;
        }
        int rows = (whole.mcuRows + count - 1) / count;
        return new JpegStrips(
                sampling,
                whole.mcuColumns,
                whole.mcuRows,
                rows == whole.mcuRows ? rows : Math.min(rows, RESTART_INTERVAL_MAX / whole.mcuColumns));
    }

    /** How many strips there are. */
    public int count() {
        return (mcuRows + mcuRowsPerStrip - 1) / mcuRowsPerStrip;
    }

    /** The minimum coded units between two restart markers, or 0 if there is only one strip. */
    int restartInterval() {
        return mcuRowsPerStrip == mcuRows ? 0 : mcuRowsPerStrip * mcuColumns;
    }

    /** The first row of minimum coded units of a strip; of the strip behind the last one, {@code mcuRows}. */
    int firstMcuRow(int strip) {
        return Math.min(strip * mcuRowsPerStrip, mcuRows);
    }

    private static int units(int pixels, JpegSampling sampling) {
        return (pixels + sampling.mcuPixels() - 1) / sampling.mcuPixels();
    }
}
