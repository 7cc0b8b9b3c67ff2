package dev.caraway.codecs.glz;

import dev.caraway.codecs.pixel.ImageFormatException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Zlib around a GLZ image, for slow links: a zlib stream of its own for each image.
 *
 * <p>Holds memory outside the heap, about 300 KB, until it is closed. One thread at a time.
 */
public final class ZlibGlz implements AutoCloseable {

    /** The answer of {@link #compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    /** Most of what zlib can save, at a third of the time. */
    private static final int LEVEL = 3;

    private static final byte[] EMPTY = {};

    private final Deflater deflater = new Deflater(LEVEL);
    private final Inflater inflater = new Inflater();
    private final byte[] oneMore = new byte[1];

    /**
     * Compresses {@code length} bytes into {@code out} from {@code outOffset} up to {@code outEnd}. An {@code outEnd} of
     * {@code outOffset + length - 1} asks for what is smaller than the image itself.
     *
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the room in {@code out} is undefined
     */
    public int compress(byte[] image, int offset, int length, byte[] out, int outOffset, int outEnd) {
        deflater.reset();
        deflater.setInput(image, offset, length);
        deflater.finish();
        int written = deflater.deflate(out, outOffset, outEnd - outOffset);
        boolean isWhole = deflater.finished();
        deflater.setInput(EMPTY);
        return isWhole ? written : DOES_NOT_FIT;
    }

    /**
     * Decompresses {@code length} bytes to exactly {@code imageBytes} bytes of {@code out} from {@code outOffset} on.
     *
     * @throws ImageFormatException if the bytes are not one zlib stream of that size
     */
    public void decompress(byte[] bytes, int offset, int length, byte[] out, int outOffset, int imageBytes) {
        inflater.reset();
        inflater.setInput(bytes, offset, length);
        try {
            int written = inflater.inflate(out, outOffset, imageBytes);
            // The checksum may be left to read when all bytes are out; then there must be nothing else.
            if (!inflater.finished()) {
                written += inflater.inflate(oneMore);
            }
            if (written != imageBytes || !inflater.finished()) {
                throw new ImageFormatException("zlib glz: expected " + imageBytes + " bytes and the end, got " + written
                        + (inflater.finished() ? " and the end" : " or more"));
            }
            if (inflater.getRemaining() != 0) {
                throw new ImageFormatException(
                        "zlib glz: expected the end, got " + inflater.getRemaining() + " more bytes");
            }
        } catch (DataFormatException e) {
            throw new ImageFormatException("zlib glz: expected a zlib stream, got " + e.getMessage());
        } finally {
            inflater.setInput(EMPTY);
        }
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
