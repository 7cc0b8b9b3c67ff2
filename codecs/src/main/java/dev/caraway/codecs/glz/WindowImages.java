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
    private static final byte DEAD = 0;

    private int[] starts = new int[IMAGES_AT_FIRST];
    private int[] pixels = new int[IMAGES_AT_FIRST];
    /** The type's number on the wire, or {@link #DEAD}. */
    private byte[] types = new byte[IMAGES_AT_FIRST];

    private long headId;
    private long nextId;
    private long pixelSum;

    /** The position at which the next image will begin. */
    private int tail;

    WindowImages(long nextId) {
        this.headId = nextId;
        this.nextId = nextId;
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
        tail += units;
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
        int origin = start(headId);
        int offset = position - origin;
        long low = headId;
        long high = nextId - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (start(middle) - origin <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
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
