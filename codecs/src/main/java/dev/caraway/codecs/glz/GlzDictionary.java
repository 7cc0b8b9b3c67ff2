package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/**
 * A window over the images that were sent to one client, so that later images can refer to them.
 *
 * <p>The window is as large as the client offered, in pixels: before an image is added the oldest ones leave until all
 * have room, and a client forgets the same ones when it reads the new image's distance to the head. Ids count from 0
 * without gaps. INVARIANT: an image that was added is sent; otherwise later ones refer to what the client never saw.
 *
 * <p>The dictionary keeps a copy of its own, four bytes a pixel, in an array that grows with the images that are really
 * added and stays below twice the window. Up to four encoders, one a display channel, take turns on it.
 * One thread at a time.
 */
public final class GlzDictionary {

    /** The largest window: what a reference can reach, and what SPICE clients and servers agree on. */
    public static final int WINDOW_PIXELS_MAX = 1 << 25;

    /** The display channels of a client that may share a dictionary. */
    public static final int ENCODERS_MAX = 4;

    /** Ids stay so far below 2^63 that no session counts beyond it. */
    static final long IMAGE_ID_MAX = 1L << 62;

    private final int windowPixels;
    private final WindowImages images;

    private final UnitRing ring = new UnitRing();

    /**
     * The last position of each hash. Entries outlive their images: who looks one up compares the units and asks whether
     * the position lies in the window.
     */
    private int[] positions = new int[0];

    private boolean isFrozen;

    /**
     * An empty dictionary whose first image has id 0.
     *
     * @param windowPixels what the client offered, 1 to {@link #WINDOW_PIXELS_MAX}
     */
    public GlzDictionary(int windowPixels) {
        this(windowPixels, 0);
    }

    /**
     * An empty dictionary that counts on from another one, as a target does that was handed the counter alone: its first
     * image tells the client to forget all older ones.
     *
     * @param nextImageId the id of the first image, 0 to 2^62
     */
    public GlzDictionary(int windowPixels, long nextImageId) {
        this(windowPixels, nextImageId, 0);
    }

    /** @param firstPosition where the first image begins: that positions wrap around must not matter */
    GlzDictionary(int windowPixels, long nextImageId, int firstPosition) {
        if (windowPixels < 1 || windowPixels > WINDOW_PIXELS_MAX) {
            throw new IllegalArgumentException(
                    "glz window: expected 1 to " + WINDOW_PIXELS_MAX + " pixels, got " + windowPixels);
        }
        if (nextImageId < 0 || nextImageId > IMAGE_ID_MAX) {
            throw new IllegalArgumentException("glz image id: expected 0 to 2^62, got " + nextImageId);
        }
        this.windowPixels = windowPixels;
        this.images = new WindowImages(nextImageId, firstPosition);
    }

    /** The size of the window, in pixels. */
    public int windowPixels() {
        return windowPixels;
    }

    /** The id that the next image will get; libspice-server calls it the last one. */
    public long nextImageId() {
        return images.nextId();
    }

    /** The oldest image in the window; the next id if there is none. */
    public long headImageId() {
        return images.headId();
    }

    /** Whether the image is in the window and was not removed. */
    public boolean isLive(long imageId) {
        return images.isLive(imageId);
    }

    /**
     * Whether the raster is one that GLZ compresses in this window: 16, 24 or 32 bits a pixel, and smaller than the window.
     */
    public boolean fits(Raster raster) {
        return isSupported(raster.format()) && (long) raster.width() * raster.height() < windowPixels;
    }

    /** Whether GLZ has a type for this format: it has none for palettes and for alpha alone. */
    public static boolean isSupported(PixelFormat format) {
        return GlzHeader.isGlz(LzImageType.of(format));
    }

    /** No image refers to this one from now on. It keeps its place in the window until it leaves by age. */
    public void remove(long imageId) {
        if (images.contains(imageId)) {
            images.kill(imageId);
        }
    }

    /** Removes all images; ids go on. */
    public void removeAll() {
        for (long id = images.headId(); id < images.nextId(); id++) {
            images.kill(id);
        }
    }

    /** Adds no image until {@link #thaw}: the state can be copied whole. */
    public void freeze() {
        isFrozen = true;
    }

    public void thaw() {
        isFrozen = false;
    }

    /** Whether {@link GlzEncoder#compress} is refused at the moment. */
    public boolean isFrozen() {
        return isFrozen;
    }

    /** Copies a raster that fits into the window, making room first, and returns its id. */
    long add(LzImageType type, Raster raster) {
        int pixels = raster.width() * raster.height();
        advanceHead(pixels);
        reserve(pixels);
        ring.copy(raster, images.tail());
        long id = images.add(type, pixels);
        images.extend(pixels);
        return id;
    }

    /** Lets the head advance until so many pixels can be added. */
    void advanceHead(int pixels) {
        while (images.count() > 0
                && (images.pixelSum() + pixels > windowPixels || images.count() >= WindowImages.IMAGES_MAX)) {
            images.dropHead();
        }
    }

    private void reserve(int units) {
        if (positions.length == 0) {
            positions = new int[1 << GlzPlane.HASH_BITS];
        }
        ring.reserve(images.unitSpan() + units, images.tail(), images.unitSpan());
    }

    /**
     * Gives the newest image more units from a snapshot, each of {@code unitBytes} bytes, the least first.
     */
    void restoreUnits(int count, byte[] bytes, int from, int unitBytes) {
        reserve(count);
        int tail = images.tail();
        int at = from;
        for (int i = 0; i < count; i++) {
            int unit = 0;
            for (int part = 0; part < unitBytes; part++) {
                unit |= (bytes[at++] & 0xff) << (8 * part);
            }
            ring.set(tail + i, unit);
        }
        images.extend(count);
    }

    /** Makes a restored image findable, as compressing it would have done. */
    void index(long imageId) {
        LzImageType type = images.type(imageId);
        index(imageId, GlzPlane.of(type));
        if (type == LzImageType.RGBA) {
            index(imageId, GlzPlane.ALPHA);
        }
    }

    private void index(long imageId, GlzPlane plane) {
        int end = images.start(imageId) + images.pixels(imageId) - 2;
        for (int position = images.start(imageId); position < end; position++) {
            int first = ring.get(position) & plane.mask;
            int second = ring.get(position + 1) & plane.mask;
            int third = ring.get(position + 2) & plane.mask;
            // Runs are found without a table.
            if (first != second || second != third) {
                positions[GlzPlane.hash(plane.salt, first, second, third)] = position;
            }
        }
    }

    WindowImages images() {
        return images;
    }

    UnitRing ring() {
        return ring;
    }

    int[] positions() {
        return positions;
    }
}
