package dev.caraway.codecs.lz;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Compresses rasters to SPICE LZ.
 *
 * <p>An encoder owns about a megabyte of tables, whatever the size of its images, and uses them for one image after
 * another without allocating: keep it, give it to one thread at a time. What it writes depends on the pixels alone, not
 * on unused bits and not on the images before.
 */
public final class LzEncoder {

    /** The answer of {@code compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    /** A near reference says its distance less one in 13 bits, all ones being the mark of a far one. */
    private static final int NEAR_DISTANCE_MAX = 8191;

    /** A far reference adds 16 bits. */
    private static final int DISTANCE_MAX = NEAR_DISTANCE_MAX + 1 + 65535;

    /** The longest run of literals behind one control byte. */
    private static final int LITERALS_MAX = 32;

    /** Units read at a time: enough that keeping the window costs little, little enough for a cache. */
    private static final int BLOCK_UNITS = 1 << 17;

    private static final int HASHED_UNITS = 3;
    private static final int HASH_BITS = 15;

    /** With each such many misses on end the search strides one unit further: noise is given up on quickly. */
    private static final int MISSES_PER_STRIDE = 64;

    /** Where positions start anew, so that they stay an {@code int} in the largest image. */
    private static final int POSITION_MAX = 1 << 29;

    private static final byte[] EMPTY = {};
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The units being compressed, behind the window that they may refer to. */
    private final int[] units = new int[DISTANCE_MAX + BLOCK_UNITS];

    /**
     * The last position of each hash. INVARIANT: a position from an earlier plane is further away than any reference
     * can reach, so the table needs no clearing between images.
     */
    private final int[] positions = new int[1 << HASH_BITS];

    /** The position that the next plane starts at. */
    private int nextPosition = DISTANCE_MAX + 1;

    private final PlaneReader reader = new PlaneReader();
    private LzPlane plane = LzPlane.BYTES;
    private byte[] out = EMPTY;
    private int outEnd;

    /** The most that compressing such an image can take, header included. */
    public static int maxCompressedBytes(PixelFormat format, int width, int height) {
        LzHeader header = new LzHeader(LzImageType.of(format), width, height, LineOrder.TOP_DOWN);
        long units = header.units();
        long controls = units / LITERALS_MAX + units / BLOCK_UNITS + 2;
        long bytes = LzHeader.BYTES + units * header.type().plane().wireBytes + controls;
        if (header.type() == LzImageType.RGBA) {
            bytes += units + controls;
        }
        return Math.toIntExact(bytes);
    }

    /**
     * Compresses all of {@code raster}, header first, into {@code out} from {@code offset} on.
     *
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster is larger than {@link LzHeader#IMAGE_BYTES_MAX}
     */
    public int compress(Raster raster, byte[] out, int offset) {
        return compress(LzImageType.of(raster.format()), raster, out, offset);
    }

    /**
     * Compresses the alpha bytes of an RGBA raster as {@link LzImageType#XXXA}; otherwise like {@link #compress(Raster,
     * byte[], int)}.
     */
    public int compressAlpha(Raster raster, byte[] out, int offset) {
        if (raster.format() != PixelFormat.RGBA32) {
            throw new IllegalArgumentException("lz alpha: expected RGBA32, got " + raster.format());
        }
        return compress(LzImageType.XXXA, raster, out, offset);
    }

    private int compress(LzImageType type, Raster raster, byte[] target, int offset) {
        Objects.checkIndex(offset, target.length + 1);
        if (LzHeader.isTooLarge(type, raster.width(), raster.height())) {
            throw new IllegalArgumentException("lz image: expected 1 GiB or less, got " + raster);
        }
        if (target.length - offset < LzHeader.BYTES) {
            return DOES_NOT_FIT;
        }
        LzHeader.encode(type, raster, target, offset);
        out = target;
        outEnd = target.length;
        int count = LzHeader.units(type, raster.width(), raster.height());
        int at = compressPlane(type.plane(), raster, count, offset + LzHeader.BYTES);
        if (at >= 0 && type == LzImageType.RGBA) {
            at = compressPlane(LzPlane.ALPHA, raster, count, at);
        }
        out = EMPTY;
        return at < 0 ? DOES_NOT_FIT : at - offset;
    }

    /** Returns where the plane's bytes end in {@code out}, or {@link #DOES_NOT_FIT}; so do the methods below. */
    private int compressPlane(LzPlane newPlane, Raster raster, int count, int outStart) {
        plane = newPlane;
        reader.begin(newPlane, raster);
        int base = nextPosition;
        int filled = 0;
        int left = count;
        int at = outStart;
        while (left > 0 && at >= 0) {
            if (filled > DISTANCE_MAX) {
                System.arraycopy(units, filled - DISTANCE_MAX, units, 0, DISTANCE_MAX);
                base += filled - DISTANCE_MAX;
                filled = DISTANCE_MAX;
            }
            int taken = Math.min(left, BLOCK_UNITS);
            reader.read(units, filled, taken);
            at = compressBlock(base, filled, filled + taken, at);
            filled += taken;
            left -= taken;
        }
        reader.end();
        nextPosition = base + filled + DISTANCE_MAX + 1;
        if (nextPosition > POSITION_MAX) {
            Arrays.fill(positions, 0);
            nextPosition = DISTANCE_MAX + 1;
        }
        return at;
    }

    private int compressBlock(int base, int from, int to, int outStart) {
        int[] u = units;
        int[] table = positions;
        int searchEnd = to - HASHED_UNITS;
        int literals = from;
        int misses = 0;
        int at = outStart;
        // The plane's first unit has nothing before it that it could repeat.
        int i = Math.max(from, 1);
        while (i <= searchEnd) {
            int unit = u[i];
            int candidate;
            if (unit == u[i - 1] && unit == u[i + 1] && unit == u[i + 2]) {
                candidate = i - 1;
            } else {
                int hash = hash(unit, u[i + 1], u[i + 2]);
                candidate = table[hash] - base;
                table[hash] = i + base;
            }
            int distance = i - candidate;
            if (distance > DISTANCE_MAX || u[candidate] != unit || u[candidate + 1] != u[i + 1]) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            int matchStart = i;
            while (matchStart > literals
                    && matchStart > distance
                    && u[matchStart - 1] == u[matchStart - 1 - distance]) {
                matchStart--;
            }
            int matchEnd = i + matching(u, candidate + 2, i + 2, to) + 2;
            int length = matchEnd - matchStart;
            if (length < (distance <= NEAR_DISTANCE_MAX ? plane.shortestNear : plane.shortestFar)) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            at = writeLiterals(literals, matchStart, at);
            at = at < 0 ? at : writeReference(distance, length, at);
            if (at < 0) {
                return DOES_NOT_FIT;
            }
            i = matchEnd;
            literals = matchEnd;
            misses = 0;
            if (i <= searchEnd) {
                table[hash(u[i - 1], u[i], u[i + 1])] = i - 1 + base;
            }
        }
        return writeLiterals(literals, to, at);
    }

    /** How many units from {@code b} on, before {@code end}, equal those from {@code a} on. */
    private static int matching(int[] u, int a, int b, int end) {
        int n = 0;
        int quick = Math.min(end - b, 16);
        while (n < quick) {
            if (u[a + n] != u[b + n]) {
                return n;
            }
            n++;
        }
        int rest = Arrays.mismatch(u, a + n, a + (end - b), u, b + n, end);
        return rest < 0 ? end - b : n + rest;
    }

    private static int hash(int a, int b, int c) {
        return (a * 0x9e3779b1 + b * 0x85ebca6b + c * 0xc2b2ae35) >>> (32 - HASH_BITS);
    }

    private int writeLiterals(int from, int to, int outStart) {
        int count = to - from;
        int wireBytes = plane.wireBytes;
        if ((long) count * wireBytes + (count + LITERALS_MAX - 1) / LITERALS_MAX > outEnd - outStart) {
            return DOES_NOT_FIT;
        }
        int at = outStart;
        int i = from;
        while (i < to) {
            int run = Math.min(to - i, LITERALS_MAX);
            out[at++] = (byte) (run - 1);
            switch (wireBytes) {
                case 1 -> copyBytes(i, run, at);
                case 2 -> copyWords(i, run, at);
                default -> copyTriples(i, run, at);
            }
            at += run * wireBytes;
            i += run;
        }
        return at;
    }

    private void copyBytes(int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (byte) units[from + i];
        }
    }

    private void copyWords(int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            int unit = units[from + i];
            out[at + 2 * i] = (byte) (unit >> 8);
            out[at + 2 * i + 1] = (byte) unit;
        }
    }

    private void copyTriples(int from, int count, int at) {
        // Four bytes at once, the fourth of which the next unit overwrites; the last unit has no room for that.
        int last = count - 1;
        for (int i = 0; i < last; i++) {
            U32.set(out, at + 3 * i, units[from + i]);
        }
        int unit = units[from + last];
        out[at + 3 * last] = (byte) unit;
        out[at + 3 * last + 1] = (byte) (unit >> 8);
        out[at + 3 * last + 2] = (byte) (unit >> 16);
    }

    private int writeReference(int distance, int length, int outStart) {
        int saidLength = length - plane.shortestReference + 1;
        boolean far = distance > NEAR_DISTANCE_MAX;
        int lengthBytes = saidLength < 7 ? 0 : 1 + (saidLength - 7) / 255;
        if (2 + lengthBytes + (far ? 2 : 0) > outEnd - outStart) {
            return DOES_NOT_FIT;
        }
        int saidDistance = far ? NEAR_DISTANCE_MAX : distance - 1;
        int at = outStart;
        if (saidLength < 7) {
            out[at++] = (byte) (saidLength << 5 | saidDistance >> 8);
        } else {
            out[at++] = (byte) (7 << 5 | saidDistance >> 8);
            int rest = saidLength - 7;
            for (; rest >= 255; rest -= 255) {
                out[at++] = (byte) 255;
            }
            out[at++] = (byte) rest;
        }
        out[at++] = (byte) saidDistance;
        if (far) {
            int beyond = distance - NEAR_DISTANCE_MAX - 1;
            out[at++] = (byte) (beyond >> 8);
            out[at++] = (byte) beyond;
        }
        return at;
    }
}
