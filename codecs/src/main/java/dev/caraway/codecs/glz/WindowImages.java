package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;

/**
 * The images of a dictionary's window, oldest first: where each begins in the ring of units, how many pixels it counts
 * for, and whether it may still be referred to.
 *
 * <p>Ids have no gaps, so an id is a place in the arrays. A position is a count of units that wraps around at 2^32; the
 * window is far smaller, so differences of positions are exact.
 */
final class WindowImages {

    /** More images make the head advance: small ones cost a client more to keep track of than they save. */
    static final int IMAGES_MAX = 1 << 17;

    private static final int IMAGES_AT_FIRST = 64;
    private static final int PAGE_BITS = 8;
    private static final int PAGE_UNITS = 1 << PAGE_BITS;
    private static final byte DEAD = 0;

    private int[] starts = new int[IMAGES_AT_FIRST];
    private int[] pixels = new int[IMAGES_AT_FIRST];
    /** The type's number on the wire, or {@link #DEAD}. */
    private byte[] types = new byte[IMAGES_AT_FIRST];

    /** The lower half of the id of the image that holds the first unit of each page; found by the page's low bits. */
    private int[] pages = new int[IMAGES_AT_FIRST];

    private long headId;
    private long nextId;
    private long pixelSum;

    /** The position at which the next image will begin. */
    private int tail;

    WindowImages(long nextId, int firstPosition) {
        this.headId = nextId;
        this.nextId = nextId;
        this.tail = firstPosition;
    }

    long headId() {
        return headId;
    }

    long nextId() {
        return nextId;
    }

    int count() {
        return (int) (nextId - headId);
    }

    /** The pixels of all images in the window, dead ones too. */
    long pixelSum() {
        return pixelSum;
    }

    int tail() {
        return tail;
    }

    /** The units from the head's first to the tail. */
    int unitSpan() {
        return headId == nextId ? 0 : tail - start(headId);
    }

    boolean contains(long id) {
        return id >= headId && id < nextId;
    }

    boolean isLive(long id) {
        return contains(id) && types[place(id)] != DEAD;
    }

    boolean isOfType(long id, LzImageType type) {
        return types[place(id)] == type.code();
    }

    /** The type of a live image. */
    LzImageType type(long id) {
        return LzImageType.ofCode(types[place(id)]);
    }

    int start(long id) {
        return starts[place(id)];
    }

    int pixels(long id) {
        return pixels[place(id)];
    }

    /** Begins the next image at the tail; its units follow by {@link #extend}. */
    long add(LzImageType type, int imagePixels) {
        if (count() == starts.length) {
            grow();
        }
        long id = nextId++;
        int place = place(id);
        starts[place] = tail;
        pixels[place] = imagePixels;
        types[place] = (byte) type.code();
        pixelSum += imagePixels;
        return id;
    }

    /** Gives the newest image so many more units. */
    void extend(int units) {
        int from = tail;
        tail += units;
        if ((unitSpan() >>> PAGE_BITS) + 2 > pages.length) {
            growPages();
        } else {
            markPages(nextId - 1, from, tail);
        }
    }

    private void markPages(long id, int from, int to) {
        int pageStart = (from + PAGE_UNITS - 1) & -PAGE_UNITS;
        int page = pageStart >>> PAGE_BITS;
        int count = (to - pageStart + PAGE_UNITS - 1) >> PAGE_BITS;
        for (int i = 0; i < count; i++) {
            pages[(page + i) & (pages.length - 1)] = (int) id;
        }
    }

    private void growPages() {
        int needed = (unitSpan() >>> PAGE_BITS) + 2;
        pages = new int[Integer.highestOneBit(needed - 1) << 1];
        for (long id = headId; id < nextId; id++) {
            markPages(id, start(id), id + 1 == nextId ? tail : start(id + 1));
        }
    }

    void kill(long id) {
        types[place(id)] = DEAD;
    }

    void dropHead() {
        pixelSum -= pixels(headId);
        headId++;
    }

    /** Empties the window and goes on with another id. */
    void restart(long id) {
        headId = id;
        nextId = id;
        pixelSum = 0;
    }

    /** The image that the unit at {@code position} belongs to; the caller knows that it lies in the window. */
    long holding(int position) {
        int page = position >>> PAGE_BITS;
        long id = headId;
        if ((page << PAGE_BITS) - start(headId) >= 0) {
            id += pages[page & (pages.length - 1)] - (int) headId;
        }
        while (id + 1 < nextId && position - start(id + 1) >= 0) {
            id++;
        }
        return id;
    }

    private int place(long id) {
        return (int) id & (starts.length - 1);
    }

    private void grow() {
        int old = starts.length;
        int[] oldStarts = starts;
        int[] oldPixels = pixels;
        byte[] oldTypes = types;
        starts = new int[2 * old];
        pixels = new int[2 * old];
        types = new byte[2 * old];
        for (long id = headId; id < nextId; id++) {
            int from = (int) id & (old - 1);
            int to = place(id);
            starts[to] = oldStarts[from];
            pixels[to] = oldPixels[from];
            types[to] = oldTypes[from];
        }
    }
}
