package dev.caraway.codecs.video;

import dev.caraway.codecs.jpeg.JpegEncoder;
import dev.caraway.codecs.jpeg.JpegStrips;
import dev.caraway.codecs.pixel.Raster;

/** One strip's encoder and what it has made of the strip. */
final class StripBuffer {

    private static final int FIRST_BYTES = 1 << 16;

    private final JpegEncoder encoder = new JpegEncoder();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /**
     * Compresses a strip into the buffer, which grows as far as it must.
     *
     * @param lengthMax more is not wanted: the frame would not fit
     */
    void compress(Raster frame, int quality, JpegStrips strips, int strip, int lengthMax) {
        length = encoder.compressStrip(frame, quality, strips, strip, bytes, 0);
        while (length == JpegEncoder.DOES_NOT_FIT && bytes.length < lengthMax) {
            bytes = new byte[(int) Math.min(2L * bytes.length, lengthMax)];
            length = encoder.compressStrip(frame, quality, strips, strip, bytes, 0);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** The bytes of the strip, or {@link JpegEncoder#DOES_NOT_FIT}. */
    int length() {
        return length;
    }
}
