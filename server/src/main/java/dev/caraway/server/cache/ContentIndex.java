package dev.caraway.server.cache;

import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Recognises images by what they show: one that comes again gets an id and the wish to be cached, so that clients take it
 * from their pixmap cache from then on.
 *
 * <p>A small image gets its id when it comes the second time; so does every piece of a frame buffer, since most of them
 * never come again. A large image of a guest that draws gets it when it comes first. Of each image a keyed hash of 126 bits
 * is kept: 62 of them are its id, the others tell images with equal ids apart, of which the second gets none. The key is
 * secret, so a guest cannot aim at making one image pass for another; that one of a million images has by chance the id of
 * one that was forgotten here, and not yet by the client, is less likely than 1 to 10^7.
 *
 * <p>Bits 31 and 63 of an id say that it is such an id, since no driver sets both. An id of QXL_SET_IMAGE_ID (qxl_dev.h)
 * has one of four groups in its low half, so bit 31 is clear; drivers without groups take 32 bits of a hash, so bit 63 is.
 * An image to which a guest gives such an id all the same is taken as one without ({@link #withoutForeignIds}), so that
 * ids of the two kinds never meet.
 *
 * <p>The index remembers {@value #CAPACITY} images or somewhat fewer, in 256 KiB. On the loop only, but for that.
 */
public final class ContentIndex {

    /** How many images are remembered. */
    static final int CAPACITY = 1 << 14;

    /** A smaller image travels in about as many bytes as a mention of it. */
    private static final int MIN_PIXELS = 64;

    /** So many pixels are so many bytes, even compressed well, that to have kept them pays. */
    static final int PICTURE_PIXELS = 1024;

    /** A larger one takes too much of a client's cache, which has 20 million pixels (spice-gtk), and of the loop. */
    private static final int MAX_PIXELS = 1 << 22;

    private static final long CONTENT_ID = 1L << 63 | 1L << 31;

    /** Images compete for room only with the few whose ids begin alike; the one that was not seen longest goes. */
    private static final int WAYS = 4;

    private static final int SET_MASK = CAPACITY / WAYS - 1;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long firstKey;
    private long secondKey;
    private final long[] ids = new long[CAPACITY];
    private final long[] checks = new long[CAPACITY];
    private long idHash;
    private long checkHash;

    /** An index with a key that nobody knows. */
    public static ContentIndex withRandomKey() {
        SecureRandom random = new SecureRandom();
        return new ContentIndex(random.nextLong(), random.nextLong());
    }

    /** An index with a key of 128 bits; with the same key the same images have the same ids. */
    public ContentIndex(long firstKey, long secondKey) {
        this.firstKey = firstKey;
        this.secondKey = secondKey;
    }

    /** Writes the key and the images that were seen. */
    public void save(SpiceWriter out) {
        out.i64(firstKey);
        out.i64(secondKey);
        for (int first = 0; first < CAPACITY; first += WAYS) {
            int seen = 0;
            while (seen < WAYS && ids[first + seen] != 0) {
                seen++;
            }
            out.u8(seen);
            for (int at = first; at < first + seen; at++) {
                out.i64(ids[at]);
                out.i64(checks[at]);
            }
        }
    }

    /**
     * Knows the images that another index has seen, under the same ids, and none of its own.
     *
     * @throws dev.caraway.protocol.wire.WireException if no index writes this
     */
    public void restore(SpiceReader in) {
        firstKey = in.i64("contents.first_key");
        secondKey = in.i64("contents.second_key");
        Arrays.fill(ids, 0);
        Arrays.fill(checks, 0);
        for (int first = 0; first < CAPACITY; first += WAYS) {
            int seen = in.u8("contents.seen");
            if (seen > WAYS) {
                throw in.violation("contents.seen", "expected at most " + WAYS + ", got " + seen);
            }
            for (int at = first; at < first + seen; at++) {
                long id = in.i64("contents.id");
                if (!isContentId(id) || placeOf(id) != first) {
                    throw in.violation("contents.id", "expected one of its place, got " + Long.toHexString(id));
                }
                ids[at] = id;
                checks[at] = in.i64("contents.check");
            }
        }
    }

    /** Whether an id is one that an index gives. */
    static boolean isContentId(long id) {
        return (id & CONTENT_ID) == CONTENT_ID;
    }

    /**
     * The drawing as it is; or, if an image of it is to be cached under an id that only an index may give, with that image
     * uncached. On any thread.
     */
    public static DrawMessage withoutForeignIds(DrawMessage drawing) {
        return drawing.images().stream().anyMatch(ContentIndex::isForeign)
                ? drawing.withImages(image -> isForeign(image) ? uncached(image) : image)
                : drawing;
    }

    private static boolean isForeign(Image image) {
        return image.descriptor().has(ImageDescriptor.CACHE_ME)
                && isContentId(image.descriptor().id());
    }

    private static Image uncached(Image image) {
        ImageDescriptor given = image.descriptor();
        int flags = given.flags() & ~ImageDescriptor.CACHE_ME;
        return new Image(new ImageDescriptor(given.id(), flags, given.width(), given.height()), image.data());
    }

    /**
     * The image as it is; or, if it was seen before, with its content's id and {@link ImageDescriptor#CACHE_ME}.
     *
     * <p>Only bitmaps of colours are recognised, and no image that has an id under which to be cached.
     */
    public Image recognise(Image image) {
        return recognise(image, Long.MAX_VALUE);
    }

    /** The same for what a guest draws with: a picture that is not small gets its id when it comes first. */
    public Image recognisePicture(Image image) {
        return recognise(image, PICTURE_PIXELS);
    }

    /** @param cachedFromPixels how large an image is that is cached although it was not seen before */
    private Image recognise(Image image, long cachedFromPixels) {
        ImageDescriptor given = image.descriptor();
        if (!(image.data() instanceof BitmapData bitmap) || given.has(ImageDescriptor.CACHE_ME)) {
            return image;
        }
        long pixels = (long) bitmap.width() * bitmap.height();
        if (pixels < MIN_PIXELS || pixels > MAX_PIXELS || bitmap.format().bitsPerPixel() < Short.SIZE) {
            return image;
        }
        hash(given, bitmap);
        long id = idHash | CONTENT_ID;
        Sight sight = see(id, checkHash);
        if (sight == Sight.MISTAKEN || (sight == Sight.FIRST && pixels < cachedFromPixels)) {
            return image;
        }
        int flags = given.flags() | ImageDescriptor.CACHE_ME;
        return new Image(new ImageDescriptor(id, flags, given.width(), given.height()), bitmap);
    }

    /** How an image was found. */
    enum Sight {
        FIRST,
        AGAIN,
        /** Another image with the same id was seen; clients may have that one. */
        MISTAKEN
    }

    /** Whether the image is in the index; afterwards it is, as the last one seen, unless its id is another's. */
    Sight see(long id, long check) {
        int first = placeOf(id);
        int at = first;
        while (at < first + WAYS - 1 && ids[at] != id) {
            at++;
        }
        boolean isKnown = ids[at] == id;
        if (isKnown && checks[at] != check) {
            return Sight.MISTAKEN;
        }
        System.arraycopy(ids, first, ids, first + 1, at - first);
        System.arraycopy(checks, first, checks, first + 1, at - first);
        ids[first] = id;
        checks[first] = check;
        return isKnown ? Sight.AGAIN : Sight.FIRST;
    }

    /** Where the few begin with which an id competes. */
    private static int placeOf(long id) {
        return WAYS * ((int) (id >>> 33) & SET_MASK);
    }

    /** Two hashes of everything that makes a difference at the client. */
    private void hash(ImageDescriptor descriptor, BitmapData bitmap) {
        long size = ((long) bitmap.width() << 32) | bitmap.height();
        long kind = ((long) bitmap.format().code() << 16) | (bitmap.flags() << 8) | descriptor.flags();
        idHash = firstKey;
        checkHash = secondKey;
        mix(size, kind);
        int rowBytes = Math.toIntExact(bitmap.format().rowBytes(bitmap.width()));
        byte[] bytes = bitmap.data().array();
        for (int row = 0; row < bitmap.height(); row++) {
            mixRow(bytes, bitmap.data().offset() + row * bitmap.stride(), rowBytes);
        }
        // Twice more, so that the last pixels reach every bit of both.
        mix(size, kind);
        mix(kind, size);
    }

    private void mixRow(byte[] bytes, int offset, int count) {
        long first = idHash;
        long second = checkHash;
        long firstSalt = secondKey;
        long secondSalt = firstKey;
        int at = offset;
        int end = offset + count;
        for (; at + 2 * Long.BYTES <= end; at += 2 * Long.BYTES) {
            long low = (long) LONG.get(bytes, at);
            long high = (long) LONG.get(bytes, at + Long.BYTES);
            first = folded(first ^ low, firstSalt ^ high);
            second = folded(second ^ high, secondSalt ^ low);
        }
        idHash = first;
        checkHash = second;
        if (at < end) {
            long low = word(bytes, at, end);
            long high = word(bytes, at + Long.BYTES, end);
            mix(low, high);
        }
    }

    private void mix(long low, long high) {
        idHash = folded(idHash ^ low, secondKey ^ high);
        checkHash = folded(checkHash ^ high, firstKey ^ low);
    }

    /** Up to eight bytes before an end. */
    private static long word(byte[] bytes, int from, int end) {
        long word = 0;
        for (int at = Math.min(from + Long.BYTES, end) - 1; at >= from; at--) {
            word = (word << Byte.SIZE) | (bytes[at] & 0xff);
        }
        return word;
    }

    /** Both halves of the product on each other: every bit of it depends on all of both factors. */
    private static long folded(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
