package dev.caraway.codecs.lz4;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decompresses SPICE's LZ4 images, also those whose blocks refer to the blocks before them.
 *
 * <p>Any bytes give either pixels or an {@link ImageFormatException}, in time and memory bounded by the input and the
 * target. Keep a decoder to keep its buffer; give it to one thread at a time.
 */
public final class Lz4Decoder {

    /** A byte of input adds at most this many bytes: as one more byte of a match's length. */
    private static final int BYTES_PER_BYTE_MAX = 255;

    private static final int MATCH_MIN = 4;
    private static final int TOKEN_LENGTH = 15;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] EMPTY = {};

    /** Holds an image on its way to a target with gaps or the other line order; grows to the largest such. */
    private byte[] scratch = EMPTY;

    private byte[] input = EMPTY;
    private int at;
    private int end;

    /**
     * Decompresses into a fresh top-down raster of the image's own format.
     *
     * @param width pixels, as the message around the image says
     * @param height rows, likewise; nothing is allocated for an image that {@code length} bytes cannot hold
     * @throws ImageFormatException if the bytes are not exactly one image of that size
     */
    public Raster decompress(byte[] bytes, int offset, int length, int width, int height) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        PixelFormat format = Lz4ImageHeader.decode(bytes, offset, length).format();
        if (width < 1 || height < 1 || format.rowBytes(width) > Integer.MAX_VALUE) {
            throw new ImageFormatException("lz4 image: expected 1x1 or more, got " + width + "x" + height);
        }
        refuseImpossible(format.rowBytes(width), height, length);
        Raster target = Raster.allocate(format, width, height);
        decompress(bytes, offset, length, target);
        return target;
    }

    /**
     * Decompresses into {@code target}, whose stride and line order are its own.
     *
     * @throws ImageFormatException if the bytes are not exactly one image of the target's size and format; pixels of
     *     {@code target} may have been written by then
     */
    public void decompress(byte[] bytes, int offset, int length, Raster target) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Lz4ImageHeader header = Lz4ImageHeader.decode(bytes, offset, length);
        if (header.format() != target.format()) {
            throw new ImageFormatException("lz4 image: expected " + target.format() + ", got " + header.format());
        }
        refuseImpossible(target.rowBytes(), target.height(), length);
        input = bytes;
        at = offset + Lz4ImageHeader.BYTES;
        end = offset + length;
        int imageBytes = target.rowBytes() * target.height();
        boolean isSameOrder = target.lineOrder() == header.lineOrder() || target.height() == 1;
        try {
            if (target.isContiguous() && isSameOrder) {
                decompressBlocks(target.pixels(), target.offset(), imageBytes);
            } else {
                if (scratch.length < imageBytes) {
                    scratch = new byte[imageBytes];
                }
                decompressBlocks(scratch, 0, imageBytes);
                copyRows(target, isSameOrder);
            }
        } finally {
            input = EMPTY;
        }
    }

    private static void refuseImpossible(long rowBytes, int height, int length) {
        long imageBytes = rowBytes * height;
        if (imageBytes > (long) length * BYTES_PER_BYTE_MAX || imageBytes > Integer.MAX_VALUE - 8) {
            throw new ImageFormatException(
                    "lz4 image: expected " + height + " rows of " + rowBytes + " bytes, got " + length + " bytes");
        }
    }

    private void copyRows(Raster target, boolean isSameOrder) {
        int rowBytes = target.rowBytes();
        for (int row = 0; row < target.height(); row++) {
            int memoryRow = isSameOrder ? row : target.height() - 1 - row;
            System.arraycopy(
                    scratch,
                    row * rowBytes,
                    target.pixels(),
                    target.offset() + memoryRow * target.strideBytes(),
                    rowBytes);
        }
    }

    private void decompressBlocks(byte[] out, int start, int length) {
        int done = 0;
        while (at < end) {
            if (end - at < Lz4ImageHeader.BLOCK_HEADER_BYTES) {
                throw new ImageFormatException("lz4 block: expected 4 bytes of length, got " + (end - at));
            }
            int blockBytes = (int) WORD.get(input, at);
            at += Lz4ImageHeader.BLOCK_HEADER_BYTES;
            if (blockBytes < 1 || blockBytes > end - at) {
                throw new ImageFormatException("lz4 block: expected 1 to " + (end - at) + " bytes, got "
                        + Integer.toUnsignedString(blockBytes));
            }
            int added = decompressBlock(at + blockBytes, out, start, done, length);
            if (added == 0) {
                throw new ImageFormatException("lz4 block: expected pixels, got none");
            }
            done += added;
        }
        if (done != length) {
            throw new ImageFormatException("lz4 image: expected " + length + " bytes, got " + done);
        }
    }

    /** Decompresses up to {@code blockEnd} of the input behind {@code done} bytes; returns how many that adds. */
    private int decompressBlock(int blockEnd, byte[] out, int start, int done, int length) {
        int filled = done;
        while (true) {
            int token = next(blockEnd);
            int literals = length(token >> 4, blockEnd, length - filled);
            if (literals > blockEnd - at) {
                throw new ImageFormatException("lz4 literals: expected " + literals + ", got " + (blockEnd - at));
            }
            System.arraycopy(input, at, out, start + filled, literals);
            at += literals;
            filled += literals;
            if (at == blockEnd) {
                return filled - done;
            }
            int distance = next(blockEnd) | next(blockEnd) << 8;
            if (distance < 1 || distance > filled) {
                throw new ImageFormatException("lz4 match: expected 1 to " + filled + " bytes back, got " + distance);
            }
            int count = MATCH_MIN + length(token & TOKEN_LENGTH, blockEnd, length - filled);
            if (count > length - filled) {
                throw new ImageFormatException(
                        "lz4 match: expected at most " + (length - filled) + " bytes, got " + count);
            }
            repeat(out, start + filled, distance, count);
            filled += count;
        }
    }

    private int length(int said, int blockEnd, int lengthMax) {
        int length = said;
        if (said == TOKEN_LENGTH) {
            int more;
            do {
                more = next(blockEnd);
                length += more;
            } while (more == 255 && length <= lengthMax);
        }
        if (length > lengthMax) {
            throw new ImageFormatException("lz4 length: expected at most " + lengthMax + ", got " + length);
        }
        return length;
    }

    private int next(int blockEnd) {
        if (at == blockEnd) {
            throw new ImageFormatException("lz4 block: expected more bytes, got the end");
        }
        return input[at++] & 0xff;
    }

    /** A length beyond the distance repeats what it has just written: what is there doubles with every step. */
    private static void repeat(byte[] out, int target, int distance, int length) {
        int source = target - distance;
        if (distance == 1) {
            Arrays.fill(out, target, target + length, out[source]);
            return;
        }
        int copied = 0;
        while (copied < length) {
            int count = Math.min(distance + copied, length - copied);
            System.arraycopy(out, source, out, target + copied, count);
            copied += count;
        }
    }
}
