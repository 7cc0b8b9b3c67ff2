package dev.caraway.codecs.lz4;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Compresses true-colour rasters to SPICE's LZ4 images: two bytes of header, then blocks, each behind its length.
 *
 * <p>A raster without gaps is one block. Otherwise its rows are gathered into blocks of about {@link #BLOCK_BYTES}; each
 * stands alone, which a decoder of dependent blocks, as SPICE clients have, takes as well.
 *
 * <p>All bytes of a pixel travel, also those that mean nothing. An encoder owns up to 300 KiB, or a row of a wider image
 * with gaps: keep it, give it to one thread at a time.
 */
public final class Lz4Encoder {

    /** The answer of {@code compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    /** Rows with gaps are gathered into blocks of at most this, or of one row: matches reach back 64 KiB anyway. */
    static final int BLOCK_BYTES = 1 << 18;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] EMPTY = {};

    private final Lz4BlockEncoder blocks = new Lz4BlockEncoder();

    /** Rows without the gaps between them. */
    private byte[] gathered = EMPTY;

    /** The most that compressing such an image can take. */
    public static long maxCompressedBytes(PixelFormat format, int width, int height) {
        Lz4ImageHeader.codeOf(format);
        long row = format.rowBytes(width);
        long rowsPerBlock = rowsPerBlock(row);
        long blockCount = (height + rowsPerBlock - 1) / rowsPerBlock;
        // A sum of parts rounded down is no larger than the whole rounded down; each block adds its own constant.
        long constant = Lz4ImageHeader.BLOCK_HEADER_BYTES + Lz4BlockEncoder.maxCompressedBytes(0);
        return Lz4ImageHeader.BYTES + Lz4BlockEncoder.maxCompressedBytes(row * height) + blockCount * constant;
    }

    /**
     * Compresses all of {@code raster} into {@code out} from {@code offset} on. Rows travel in the order of memory.
     *
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster is not true colour
     */
    public int compress(Raster raster, byte[] out, int offset) {
        Objects.checkIndex(offset, out.length + 1);
        int format = Lz4ImageHeader.codeOf(raster.format());
        if (out.length - offset < Lz4ImageHeader.BYTES) {
            return DOES_NOT_FIT;
        }
        Lz4ImageHeader.write(raster.lineOrder(), format, out, offset);
        int start = offset + Lz4ImageHeader.BYTES;
        int end = raster.isContiguous()
                ? compressBlock(
                        raster.pixels(),
                        raster.offset(),
                        raster.rowBytes() * raster.height(),
                        raster.format(),
                        out,
                        start)
                : compressByRows(raster, out, start);
        return end < 0 ? DOES_NOT_FIT : end - offset;
    }

    /** Returns where the blocks end in {@code out}, or {@link #DOES_NOT_FIT}; so does the method below. */
    private int compressByRows(Raster raster, byte[] out, int start) {
        int rowBytes = raster.rowBytes();
        int rowsPerBlock = Math.min(raster.height(), rowsPerBlock(rowBytes));
        if (gathered.length < rowsPerBlock * rowBytes) {
            gathered = new byte[Math.max(rowsPerBlock * rowBytes, Math.min(BLOCK_BYTES, rowBytes * raster.height()))];
        }
        int at = start;
        for (int row = 0; row < raster.height() && at >= 0; row += rowsPerBlock) {
            int rows = Math.min(rowsPerBlock, raster.height() - row);
            for (int i = 0; i < rows; i++) {
                int source = raster.offset() + (row + i) * raster.strideBytes();
                System.arraycopy(raster.pixels(), source, gathered, i * rowBytes, rowBytes);
            }
            at = compressBlock(gathered, 0, rows * rowBytes, raster.format(), out, at);
        }
        return at;
    }

    private int compressBlock(byte[] in, int from, int length, PixelFormat format, byte[] out, int start) {
        if (out.length - start < Lz4ImageHeader.BLOCK_HEADER_BYTES) {
            return DOES_NOT_FIT;
        }
        int blockStart = start + Lz4ImageHeader.BLOCK_HEADER_BYTES;
        int end = blocks.compress(in, from, length, format.bytesPerPixel(), out, blockStart);
        if (end < 0) {
            return DOES_NOT_FIT;
        }
        WORD.set(out, start, end - blockStart);
        return end;
    }

    private static int rowsPerBlock(long rowBytes) {
        return (int) Math.max(1, BLOCK_BYTES / rowBytes);
    }
}
