package dev.caraway.codecs.lz;

import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads one plane of a raster as units, one an {@code int}, row by row in the order of memory.
 *
 * <p>Gaps between rows end here, and so do the bits of a pixel that mean nothing: two pixels are equal exactly if their
 * units are. One reader may read any number of rasters, one after another.
 */
final class PlaneReader {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] EMPTY = {};

    private LzPlane plane = LzPlane.BYTES;
    private byte[] pixels = EMPTY;
    private int strideBytes;
    private int rowUnits;
    private int rowStart;
    private int column;

    /** Starts at the first unit of a plane of a raster, whose pixels are borrowed until {@link #end}. */
    void begin(LzPlane newPlane, Raster raster) {
        plane = newPlane;
        pixels = raster.pixels();
        strideBytes = raster.strideBytes();
        rowUnits = raster.rowBytes() / newPlane.memoryBytes;
        rowStart = raster.offset();
        column = 0;
    }

    /** Gives the pixels back. */
    void end() {
        pixels = EMPTY;
    }

    /** Reads the next {@code count} units; the caller knows that there are as many. */
    void read(int[] units, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            int taken = Math.min(end - at, rowUnits - column);
            copy(rowStart + column * plane.memoryBytes, units, at, taken);
            at += taken;
            column += taken;
            if (column == rowUnits) {
                column = 0;
                rowStart += strideBytes;
            }
        }
    }

    private void copy(int source, int[] units, int from, int count) {
        switch (plane) {
            case BYTES -> {
                for (int i = 0; i < count; i++) {
                    units[from + i] = pixels[source + i] & 0xff;
                }
            }
            case RGB16 -> {
                for (int i = 0; i < count; i++) {
                    units[from + i] = (short) U16.get(pixels, source + 2 * i) & 0x7fff;
                }
            }
            case RGB24 -> copyTriples(source, units, from, count);
            case RGB32 -> {
                for (int i = 0; i < count; i++) {
                    units[from + i] = (int) U32.get(pixels, source + 4 * i) & 0xff_ffff;
                }
            }
            case ALPHA -> {
                for (int i = 0; i < count; i++) {
                    units[from + i] = (int) U32.get(pixels, source + 4 * i) >>> 24;
                }
            }
        }
    }

    private void copyTriples(int source, int[] units, int from, int count) {
        int i = 0;
        // Eight bytes for two pixels: the last two bytes are those of the pixel behind them.
        for (; i <= count - 3; i += 2) {
            long two = (long) U64.get(pixels, source + 3 * i);
            units[from + i] = (int) two & 0xff_ffff;
            units[from + i + 1] = (int) (two >>> 24) & 0xff_ffff;
        }
        for (int s = source + 3 * i; i < count; i++, s += 3) {
            units[from + i] = (pixels[s] & 0xff) | (pixels[s + 1] & 0xff) << 8 | (pixels[s + 2] & 0xff) << 16;
        }
    }
}
