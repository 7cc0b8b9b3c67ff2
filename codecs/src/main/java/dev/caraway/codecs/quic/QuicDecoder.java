package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.Raster;

/**
 * Decompresses SPICE QUIC to the pixels that every SPICE client sees.
 *
 * <p>Any bytes give either pixels or an {@link ImageFormatException}, in time and memory bounded by the input and the
 * target. Keep a decoder to keep its rows; give it to one thread at a time.
 */
public final class QuicDecoder {

    /** The columns of a row that no run covers, if there are as many. */
    private static final int COLUMNS_WITHOUT_RUN = 3;

    private final WordReader reader = new WordReader();
    private final PlaneDecoder colours = new PlaneDecoder();
    private final PlaneDecoder alpha = new PlaneDecoder();

    /**
     * Decompresses into a fresh top-down raster.
     *
     * @param pixelsMax the largest image wanted; nothing is allocated for a larger one, nor for one that {@code length}
     *     bytes cannot hold
     * @throws ImageFormatException if the bytes are not exactly one image of at most that size
     */
    public Raster decompress(byte[] bytes, int offset, int length, int pixelsMax) {
        QuicHeader header = QuicHeader.decode(bytes, offset, length);
        if (header.pixels() > pixelsMax) {
            throw new ImageFormatException("quic image: expected at most " + pixelsMax + " pixels, got "
                    + header.width() + "x" + header.height());
        }
        refuseImpossible(header, length);
        Raster target = Raster.allocate(header.format(), header.width(), header.height());
        decompress(bytes, offset, length, target);
        return target;
    }

    /**
     * Decompresses into {@code target}, whose stride and line order are its own. The bits of a pixel that mean nothing
     * become 0.
     *
     * @throws ImageFormatException if the bytes are not exactly one image of the target's size and format; pixels of
     *     {@code target} may have been written by then
     */
    public void decompress(byte[] bytes, int offset, int length, Raster target) {
        QuicHeader header = QuicHeader.decode(bytes, offset, length);
        if (target.width() != header.width()
                || target.height() != header.height()
                || target.format() != header.format()) {
            throw new ImageFormatException("quic image: expected " + target.width() + "x" + target.height() + " "
                    + target.format() + ", got " + header.width() + "x" + header.height() + " " + header.type());
        }
        refuseImpossible(header, length);
        try {
            reader.start(bytes, offset + QuicHeader.BYTES, length - QuicHeader.BYTES);
            decompressRows(header, target);
        } finally {
            reader.release();
        }
        if (reader.bytes() != length - QuicHeader.BYTES) {
            throw new ImageFormatException(
                    "quic image: expected " + (reader.bytes() + QuicHeader.BYTES) + " bytes, got " + length);
        }
    }

    /** Each pixel outside runs takes a bit or more for each channel, and none of the first row's is in a run. */
    private static void refuseImpossible(QuicHeader header, int length) {
        if ((length & 3) != 0) {
            throw new ImageFormatException("quic image: expected whole words, got " + length + " bytes");
        }
        long coded = header.width() + (header.height() - 1L) * Math.min(header.width(), COLUMNS_WITHOUT_RUN);
        if (coded * header.type().channels() > (length - QuicHeader.BYTES) * 8L) {
            throw new ImageFormatException("quic image: expected " + header.width() + "x" + header.height() + " "
                    + header.type() + ", got " + length + " bytes");
        }
    }

    private void decompressRows(QuicHeader header, Raster target) {
        int width = header.width();
        int channels = header.type().channels();
        boolean hasAlpha = header.type() == QuicImageType.RGBA;
        colours.reset(header.type().codes(), width);
        if (hasAlpha) {
            alpha.reset(header.type().codes(), width);
        }
        for (int y = 0; y < header.height(); y++) {
            int[] row = colours.decompressRow(width, Math.min(channels, 3), reader);
            PixelRows.write(row, PlaneDecoder.FIRST, target, y);
            if (hasAlpha) {
                int[] alphaRow = alpha.decompressRow(width, 1, reader);
                PixelRows.writeAlpha(alphaRow, PlaneDecoder.FIRST, target, y);
            }
        }
    }
}
