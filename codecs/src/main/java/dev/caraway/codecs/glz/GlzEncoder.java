package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses rasters to SPICE GLZ: LZ whose references also reach back into earlier images of the dictionary.
 *
 * <p>Each image is added to the dictionary as it is compressed, so what is compressed must be sent, in this order on its
 * channel. An encoder holds nothing between images; the encoders of a client's display channels share its dictionary and
 * take turns, one thread at a time.
 */
public final class GlzEncoder {

    /** The longest run of literals behind one control byte. */
    private static final int LITERALS_MAX = 32;

    private static final int HASHED_UNITS = 3;

    /** With each such many misses on end the search strides one unit further: noise is given up on quickly. */
    private static final int MISSES_PER_STRIDE = 64;

    private static final byte[] EMPTY = {};
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final GlzDictionary dictionary;

    // The image, and of it the plane, that is being compressed.
    private LzImageType type = LzImageType.RGB32;
    private GlzPlane plane = GlzPlane.RGB32;
    private long imageId;
    private int imageStart;
    private int windowStart;

    private int[] ring = new int[0];
    private byte[] out = EMPTY;

    // The image that the last reference went to; the next one often goes there too.
    private long foundId;
    private int foundStart;
    private int foundUnits;

    public GlzEncoder(GlzDictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** The most that compressing such an image can take, header included. */
    public static int maxCompressedBytes(PixelFormat format, int width, int height) {
        LzImageType type = LzImageType.of(format);
        if (!GlzHeader.isGlz(type) || !GlzHeader.isSize(width, height)) {
            throw new IllegalArgumentException("glz image: expected true colour up to "
                    + GlzDictionary.WINDOW_PIXELS_MAX + " pixels, got " + width + "x" + height + " " + format);
        }
        long pixels = (long) width * height;
        // A reference is taken only if it saves at least the control byte of the literals behind it.
        long controls = pixels / LITERALS_MAX + 4;
        long bytes = GlzHeader.BYTES + pixels * type.plane().wireBytes + controls;
        if (type == LzImageType.RGBA) {
            bytes += pixels + controls;
        }
        return Math.toIntExact(bytes);
    }

    /**
     * Adds all of {@code raster} to the dictionary and writes it compressed, header first, into {@code out} from
     * {@code offset} on. The raster is read before this returns and not kept.
     *
     * @return the number of bytes written
     * @throws IllegalArgumentException if the raster does not {@linkplain GlzDictionary#fits fit}, or if {@code out} has
     *     not {@link #maxCompressedBytes} left; the dictionary is unchanged then
     * @throws IllegalStateException if the dictionary is frozen
     */
    public int compress(Raster raster, byte[] out, int offset) {
        if (dictionary.isFrozen()) {
            throw new IllegalStateException("glz dictionary: expected to add an image, got frozen");
        }
        if (!dictionary.fits(raster)) {
            throw new IllegalArgumentException("glz image: expected true colour and less than "
                    + dictionary.windowPixels() + " pixels, got " + raster);
        }
        int bytesMax = maxCompressedBytes(raster.format(), raster.width(), raster.height());
        if (offset < 0 || out.length - offset < bytesMax) {
            throw new IllegalArgumentException(
                    "glz output: expected room for " + bytesMax + " bytes, got " + (out.length - offset));
        }
        type = LzImageType.of(raster.format());
        imageId = dictionary.add(type, raster);
        WindowImages images = dictionary.images();
        ring = dictionary.ring();
        windowStart = images.start(images.headId());
        foundUnits = 0;
        GlzHeader.encode(
                out,
                offset,
                type,
                raster.width(),
                raster.height(),
                raster.lineOrder(),
                imageId,
                imageId - images.headId());
        this.out = out;
        imageStart = images.start(imageId);
        int at = compressPlane(GlzPlane.of(type), images.pixels(imageId), offset + GlzHeader.BYTES);
        if (type == LzImageType.RGBA) {
            at = compressPlane(GlzPlane.ALPHA, images.pixels(imageId), at);
        }
        this.out = EMPTY;
        return at - offset;
    }

    /** Returns where the plane's bytes end in {@code out}; so do the methods below. */
    private int compressPlane(GlzPlane newPlane, int pixels, int outStart) {
        plane = newPlane;
        int from = imageStart & (ring.length - 1);
        int beforeEnd = Math.min(pixels, ring.length - from);
        int at = compressPart(imageStart - from, from, from + beforeEnd, outStart);
        if (beforeEnd < pixels) {
            at = compressPart(imageStart + beforeEnd, 0, pixels - beforeEnd, at);
        }
        return at;
    }

    /** Compresses the units from {@code from} to {@code to} of the ring, the first of which is at position base + from. */
    private int compressPart(int base, int from, int to, int outStart) {
        int[] u = ring;
        int ringMask = u.length - 1;
        int[] table = dictionary.positions();
        int mask = plane.mask;
        int wireBytes = plane.wireBytes;
        int searchEnd = to - HASHED_UNITS;
        int literals = from;
        int misses = 0;
        int at = outStart;
        int i = from;
        while (i <= searchEnd) {
            int unit = u[i] & mask;
            int second = u[i + 1] & mask;
            int third = u[i + 2] & mask;
            int position = base + i;
            int candidate;
            if (unit == second && unit == third && i > from && unit == (u[i - 1] & mask)) {
                candidate = position - 1;
            } else {
                int hash = plane.hash(unit, second, third);
                candidate = table[hash];
                table[hash] = position;
            }
            int c = candidate & ringMask;
            int distance = position - candidate;
            if ((u[c] & mask) != unit || distance <= 0 || distance > position - windowStart) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            // What the reference may reach: units before the candidate, and from it on.
            int before;
            int beyond;
            long imageDistance;
            int saidPixels;
            if (candidate - imageStart >= 0) {
                before = candidate - imageStart;
                beyond = u.length - c;
                imageDistance = 0;
                saidPixels = distance - 1;
            } else {
                if (!find(candidate)) {
                    i += 1 + misses++ / MISSES_PER_STRIDE;
                    continue;
                }
                before = candidate - foundStart;
                beyond = Math.min(u.length - c, foundUnits - before);
                imageDistance = imageId - foundId;
                saidPixels = before;
            }
            int length = matching(u, mask, c, i, Math.min(beyond, to - i));
            int back = 0;
            int backMax = Math.min(Math.min(before, c), i - literals);
            while (back < backMax && ((u[i - back - 1] ^ u[c - back - 1]) & mask) == 0) {
                back++;
            }
            length += back;
            if (imageDistance != 0) {
                saidPixels -= back;
            }
            if (length < plane.shortestReference
                    || length * wireBytes <= GlzReference.bytes(imageDistance, saidPixels)) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            int matchStart = i - back;
            at = writeLiterals(literals, matchStart, at);
            at = GlzReference.write(out, at, length - plane.shortestReference + 1, (int) imageDistance, saidPixels);
            i = matchStart + length;
            literals = i;
            misses = 0;
            if (i <= searchEnd) {
                table[plane.hash(u[i - 1] & mask, u[i] & mask, u[i + 1] & mask)] = base + i - 1;
            }
        }
        return writeLiterals(literals, to, at);
    }

    /** Whether the position, which lies in the window, belongs to a live image of this type. */
    private boolean find(int position) {
        int offset = position - foundStart;
        if (offset >= 0 && offset < foundUnits) {
            return true;
        }
        WindowImages images = dictionary.images();
        long id = images.holding(position);
        if (!images.isOfType(id, type)) {
            return false;
        }
        foundId = id;
        foundStart = images.start(id);
        foundUnits = images.pixels(id);
        return true;
    }

    /** How many of {@code max} units from {@code b} on equal those from {@code a} on, of which the first do. */
    private static int matching(int[] u, int mask, int a, int b, int max) {
        int n = 1;
        while (n < max) {
            int quick = Math.min(max, n + 16);
            while (n < quick) {
                if (((u[a + n] ^ u[b + n]) & mask) != 0) {
                    return n;
                }
                n++;
            }
            int rest = Arrays.mismatch(u, a + n, a + max, u, b + n, b + max);
            // What differs may be the part of the units that is another plane.
            n = rest < 0 ? max : n + rest;
        }
        return n;
    }

    private int writeLiterals(int from, int to, int outStart) {
        int at = outStart;
        int i = from;
        while (i < to) {
            int run = Math.min(to - i, LITERALS_MAX);
            out[at++] = (byte) (run - 1);
            switch (plane.wireBytes) {
                case 1 -> copyAlpha(i, run, at);
                case 2 -> copyWords(i, run, at);
                default -> copyTriples(i, run, at);
            }
            at += run * plane.wireBytes;
            i += run;
        }
        return at;
    }

    private void copyAlpha(int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (byte) (ring[from + i] >>> 24);
        }
    }

    private void copyWords(int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            int unit = ring[from + i];
            out[at + 2 * i] = (byte) (unit >> 8);
            out[at + 2 * i + 1] = (byte) unit;
        }
    }

    private void copyTriples(int from, int count, int at) {
        // Four bytes at once, the fourth of which the next unit overwrites; the last unit has no room for that.
        int last = count - 1;
        for (int i = 0; i < last; i++) {
            U32.set(out, at + 3 * i, ring[from + i]);
        }
        int unit = ring[from + last];
        out[at + 3 * last] = (byte) unit;
        out[at + 3 * last + 1] = (byte) (unit >> 8);
        out[at + 3 * last + 2] = (byte) (unit >> 16);
    }
}
