package dev.caraway.codecs.glz;

import static dev.caraway.codecs.glz.UnitRing.U32;
import static dev.caraway.codecs.glz.UnitRing.U64;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

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
    private static final int MISSES_PER_STRIDE = 1024;

    /** What is written beyond the last byte at most, because four bytes at once are quicker than three. */
    private static final int OVERRUN_BYTES = 1;

    private static final byte[] EMPTY = {};

    private final GlzDictionary dictionary;

    // The image, and of it the plane, that is being compressed.
    private LzImageType type = LzImageType.RGB32;
    private GlzPlane plane = GlzPlane.RGB32;
    private long imageId;
    private int imageStart;
    private int windowStart;

    private byte[] ring = EMPTY;
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
        long bytes = GlzHeader.BYTES + OVERRUN_BYTES + pixels * type.plane().wireBytes + controls;
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
        ring = dictionary.ring().bytes();
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
        int ringUnits = ring.length >> 2;
        int from = imageStart & (ringUnits - 1);
        int beforeEnd = Math.min(pixels, ringUnits - from);
        int at = compressPart(imageStart - from, from, from + beforeEnd, outStart);
        if (beforeEnd < pixels) {
            at = compressPart(imageStart + beforeEnd, 0, pixels - beforeEnd, at);
        }
        return at;
    }

    /** Compresses the units from {@code from} to {@code to} of the ring, the first of which is at position base + from. */
    private int compressPart(int base, int from, int to, int outStart) {
        byte[] u = ring;
        int ringUnits = u.length >> 2;
        int[] table = dictionary.positions();
        int mask = plane.mask;
        long salt = plane.salt;
        int windowUnits = base - windowStart;
        int searchEnd = to - HASHED_UNITS;
        int literals = from;
        int misses = 0;
        int at = outStart;
        int i = from;
        while (i <= searchEnd) {
            long firstTwo = (long) U64.get(u, i << 2);
            int unit = (int) firstTwo & mask;
            int second = (int) (firstTwo >>> 32) & mask;
            int third = (int) U32.get(u, (i + 2) << 2) & mask;
            int position = base + i;
            int candidate;
            if (unit == second && unit == third && i > from && unit == ((int) U32.get(u, (i - 1) << 2) & mask)) {
                candidate = position - 1;
            } else {
                int hash = GlzPlane.hash(salt, unit, second, third);
                candidate = table[hash];
                table[hash] = position;
            }
            int c = candidate & (ringUnits - 1);
            int distance = position - candidate;
            if (distance <= 0 || distance > windowUnits + i || ((int) U32.get(u, c << 2) & mask) != unit) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            // What the reference may reach: units before the candidate, and from it on.
            int before = candidate - imageStart;
            int beyond = ringUnits - c;
            int imageDistance = 0;
            int saidPixels = distance - 1;
            if (before < 0) {
                if (!find(candidate)) {
                    i += 1 + misses++ / MISSES_PER_STRIDE;
                    continue;
                }
                before = candidate - foundStart;
                beyond = Math.min(beyond, foundUnits - before);
                imageDistance = (int) (imageId - foundId);
                saidPixels = before;
            }
            int length = matching(u, mask, c, i, Math.min(beyond, to - i));
            int back = 0;
            int backMax = Math.min(Math.min(before, c), i - literals);
            while (back < backMax && isSame(u, mask, i - back - 1, c - back - 1)) {
                back++;
            }
            length += back;
            if (imageDistance != 0) {
                saidPixels -= back;
            }
            if (length < plane.shortestReference
                    || length * plane.wireBytes <= GlzReference.bytes(imageDistance, saidPixels)) {
                i += 1 + misses++ / MISSES_PER_STRIDE;
                continue;
            }
            int matchStart = i - back;
            at = writeLiterals(literals, matchStart, at);
            at = GlzReference.write(out, at, length - plane.shortestReference + 1, imageDistance, saidPixels);
            i = matchStart + length;
            literals = i;
            misses = 0;
            // A reference takes two units or more; the last two begin what is likely to be looked for.
            if (i <= searchEnd) {
                long lastTwo = (long) U64.get(u, (i - 2) << 2);
                long nextTwo = (long) U64.get(u, i << 2);
                int last = (int) (lastTwo >>> 32) & mask;
                int next = (int) nextTwo & mask;
                table[GlzPlane.hash(salt, last, next, (int) (nextTwo >>> 32) & mask)] = base + i - 1;
                table[GlzPlane.hash(salt, (int) lastTwo & mask, last, next)] = base + i - 2;
            }
        }
        return writeLiterals(literals, to, at);
    }

    private static boolean isSame(byte[] u, int mask, int a, int b) {
        return (((int) U32.get(u, a << 2) ^ (int) U32.get(u, b << 2)) & mask) == 0;
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

    /** How many of {@code max} units from {@code b} on equal those from {@code a} on. */
    private static int matching(byte[] u, int mask, int a, int b, int max) {
        long twice = (mask & 0xffff_ffffL) << 32 | (mask & 0xffff_ffffL);
        int from = a << 2;
        int to = b << 2;
        int bytes = max << 2;
        int n = 0;
        int quick = Math.min(bytes - 7, 64);
        while (n < quick) {
            long difference = ((long) U64.get(u, from + n) ^ (long) U64.get(u, to + n)) & twice;
            if (difference != 0) {
                return (n + (Long.numberOfTrailingZeros(difference) >> 3)) >> 2;
            }
            n += 8;
        }
        while (n < bytes - 31) {
            long first = (long) U64.get(u, from + n) ^ (long) U64.get(u, to + n);
            long second = (long) U64.get(u, from + n + 8) ^ (long) U64.get(u, to + n + 8);
            long third = (long) U64.get(u, from + n + 16) ^ (long) U64.get(u, to + n + 16);
            long fourth = (long) U64.get(u, from + n + 24) ^ (long) U64.get(u, to + n + 24);
            if (((first | second | third | fourth) & twice) != 0) {
                break;
            }
            n += 32;
        }
        int units = n >> 2;
        while (units < max && isSame(u, mask, a + units, b + units)) {
            units++;
        }
        return units;
    }

    private int writeLiterals(int from, int to, int outStart) {
        int at = outStart;
        int i = from;
        while (i < to) {
            int runEnd = Math.min(to, i + LITERALS_MAX);
            out[at++] = (byte) (runEnd - i - 1);
            switch (plane.wireBytes) {
                case 1 -> {
                    for (; i < runEnd; i++) {
                        out[at++] = ring[4 * i + 3];
                    }
                }
                case 2 -> {
                    for (; i < runEnd; i++) {
                        out[at++] = ring[4 * i + 1];
                        out[at++] = ring[4 * i];
                    }
                }
                default -> {
                    // The fourth byte goes beyond the unit, and whatever comes next overwrites it.
                    for (; i < runEnd; i++, at += 3) {
                        U32.set(out, at, (int) U32.get(ring, 4 * i));
                    }
                }
            }
        }
        return at;
    }
}
