package dev.caraway.codecs.glz;

import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The pixels of a window, one a unit of four little-endian bytes, in stream order. The unit at a position lies at the
 * position's low bits.
 *
 * <p>A unit may have bits that mean nothing, as the pixel that it was copied from: who compares units masks them.
 */
final class UnitRing {

    static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int UNITS_AT_FIRST = 1 << 16;

    private byte[] bytes = {};

    /** How many units there are room for: a power of two, or 0 before the first. */
    int length() {
        return bytes.length >> 2;
    }

    /** The array itself, until the ring grows. */
    byte[] bytes() {
        return bytes;
    }

    int get(int position) {
        return (int) U32.get(bytes, (position & (length() - 1)) << 2);
    }

    void set(int position, int unit) {
        U32.set(bytes, (position & (length() - 1)) << 2, unit);
    }

    /** Makes room for {@code units}; the {@code kept} ones that end at {@code end} stay. */
    void reserve(int units, int end, int kept) {
        if (units <= length()) {
            return;
        }
        byte[] old = bytes;
        int oldMask = length() - 1;
        bytes = new byte[4 * Math.max(UNITS_AT_FIRST, Integer.highestOneBit(units - 1) << 1)];
        int position = end - kept;
        while (position != end) {
            int from = position & oldMask;
            int count = Math.min(end - position, oldMask + 1 - from);
            // Twice as long or more, so the end of the new one is met only where that of the old one is.
            System.arraycopy(old, 4 * from, bytes, 4 * (position & (length() - 1)), 4 * count);
            position += count;
        }
    }

    /** Copies all of a raster to the units from {@code position} on, rows in the order of memory. */
    void copy(Raster raster, int position) {
        int at = position;
        for (int row = 0; row < raster.height(); row++) {
            int source = raster.offset() + row * raster.strideBytes();
            int left = raster.width();
            while (left > 0) {
                int from = at & (length() - 1);
                int count = Math.min(left, length() - from);
                copyRow(raster, source, 4 * from, count);
                source += count * raster.format().bytesPerPixel();
                at += count;
                left -= count;
            }
        }
    }

    private void copyRow(Raster raster, int source, int target, int count) {
        byte[] pixels = raster.pixels();
        switch (raster.format()) {
            case RGB16_555 -> {
                for (int i = 0; i < count; i++) {
                    U32.set(bytes, target + 4 * i, (short) U16.get(pixels, source + 2 * i) & 0x7fff);
                }
            }
            case RGB24 -> {
                // Four bytes at once, of which the last pixel may not have that many.
                int last = count - 1;
                for (int i = 0; i < last; i++) {
                    U32.set(bytes, target + 4 * i, (int) U32.get(pixels, source + 3 * i));
                }
                int at = source + 3 * last;
                int unit = (pixels[at] & 0xff) | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff) << 16;
                U32.set(bytes, target + 4 * last, unit);
            }
            default -> System.arraycopy(pixels, source, bytes, target, 4 * count);
        }
    }
}
