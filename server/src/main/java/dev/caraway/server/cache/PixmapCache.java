package dev.caraway.server.cache;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The server's mirror of the images that one client keeps, shared by its display channels.
 *
 * <p>Its size is counted in pixels, as the client offered it. The client never evicts by itself: what this mirror says
 * is what the client has, so an eviction must reach the client before the message that needed the room, and after every
 * message on another channel that used the image. A message pins the images that it refers to from when it is begun
 * until it is sent.
 *
 * <p>An image that was sent once makes room before one that was used again, so that what comes a single time does not push
 * out what comes all the time; among each of them the least recently used goes first. On the loop only.
 */
public final class PixmapCache {

    /** More pixels than any client offers; a greater offer is not believed. */
    static final long MAX_PIXELS = 1L << 26;

    /** So many images are known by their ids, however small they are: each of them takes memory here. */
    static final int MAX_IMAGES = 1 << 16;

    /** What an image takes at least in a saved cache. */
    private static final int IMAGE_BYTES = 16;

    private final long capacityPixels;
    private final Map<Long, Entry> usedOnce = new LinkedHashMap<>();
    private final Map<Long, Entry> usedAgain = new LinkedHashMap<>(16, 0.75f, true);
    private final Forgotten forgotten = new Forgotten();
    private long usedPixels;
    private long usedAgainPixels;

    private static final class Entry {
        private final long pixels;
        private final SortedMap<Integer, Long> lastUses = new TreeMap<>();
        private boolean isLossy;
        private boolean wasReplaced;
        private int pins;

        Entry(long pixels, boolean isLossy) {
            this.pixels = pixels;
            this.isLossy = isLossy;
        }
    }

    /**
     * Images that made room for another.
     *
     * @param ids to be invalidated, least recently used first
     * @param before by display channel id, the serial of its last message that must come before: one that used an image
     *     which goes, or that told the client to forget the one which comes
     */
    public record Evicted(List<Long> ids, SortedMap<Integer, Long> before) {}

    /** @param offeredPixels what the client offers in DISPLAY_INIT; clamped to 0 to 2^26 */
    public PixmapCache(long offeredPixels) {
        this.capacityPixels = Math.max(0, Math.min(offeredPixels, MAX_PIXELS));
    }

    /** Reads what {@link #save} has written; nothing is pinned. */
    public static PixmapCache restore(SpiceReader in) {
        long capacityPixels = in.i64("pixmap_cache.capacity");
        if (capacityPixels < 0 || capacityPixels > MAX_PIXELS) {
            throw in.violation("pixmap_cache.capacity", "expected 0 to " + MAX_PIXELS + ", got " + capacityPixels);
        }
        PixmapCache restored = new PixmapCache(capacityPixels);
        int count = in.counted("pixmap_cache.images", in.u32AtMost("pixmap_cache.images", MAX_IMAGES), IMAGE_BYTES);
        for (int i = 0; i < count; i++) {
            restored.restoreImage(in);
        }
        return restored;
    }

    private void restoreImage(SpiceReader in) {
        long id = in.i64("pixmap_cache.image.id");
        long pixels = in.u32("pixmap_cache.image.pixels");
        Entry entry = new Entry(pixels, in.bool8("pixmap_cache.image.is_lossy"));
        entry.wasReplaced = in.bool8("pixmap_cache.image.was_replaced");
        boolean isUsedAgain = in.bool8("pixmap_cache.image.is_used_again");
        if (entry.pixels > capacityPixels - usedPixels) {
            throw in.violation(
                    "pixmap_cache.image.pixels",
                    "expected at most " + (capacityPixels - usedPixels) + ", got " + entry.pixels);
        }
        int uses = in.u8("pixmap_cache.image.uses");
        for (int i = 0; i < uses; i++) {
            int channel = in.u8("pixmap_cache.image.channel");
            entry.lastUses.put(channel, in.i64("pixmap_cache.image.serial"));
        }
        if (has(id)) {
            throw in.violation("pixmap_cache.image.id", "expected each once, got " + Long.toUnsignedString(id));
        }
        usedPixels += entry.pixels;
        usedAgainPixels += isUsedAgain ? entry.pixels : 0;
        (isUsedAgain ? usedAgain : usedOnce).put(id, entry);
    }

    /** Writes what the client has, what goes first before the others; while no message is on its way. */
    public void save(SpiceWriter out) {
        out.i64(capacityPixels);
        out.u32(images());
        usedOnce.forEach((id, entry) -> save(id, entry, false, out));
        usedAgain.forEach((id, entry) -> save(id, entry, true, out));
    }

    private static void save(long id, Entry entry, boolean isUsedAgain, SpiceWriter out) {
        assert entry.pins == 0 : id;
        out.i64(id);
        out.u32(entry.pixels);
        out.bool8(entry.isLossy);
        out.bool8(entry.wasReplaced);
        out.bool8(isUsedAgain);
        out.u8(entry.lastUses.size());
        entry.lastUses.forEach((channel, serial) -> {
            out.u8(channel);
            out.i64(serial);
        });
    }

    /** Whether the client has this image; if so it counts as used now and stays until it is released. */
    public boolean pin(long id) {
        // Asked for is used: that moves it behind the others.
        Entry entry = usedAgain.get(id);
        if (entry == null) {
            entry = usedOnce.remove(id);
            if (entry == null) {
                return false;
            }
            usedAgain.put(id, entry);
            usedAgainPixels += entry.pixels;
            leaveRoomForNewOnes();
        }
        entry.pins++;
        return true;
    }

    /** What was used again, but not for long, has to earn its place anew; a quarter is for what has just come. */
    private void leaveRoomForNewOnes() {
        Iterator<Map.Entry<Long, Entry>> oldest = usedAgain.entrySet().iterator();
        while (usedAgainPixels > capacityPixels / 4 * 3 || usedAgain.size() > MAX_IMAGES / 4 * 3) {
            Map.Entry<Long, Entry> old = oldest.next();
            oldest.remove();
            usedAgainPixels -= old.getValue().pixels;
            usedOnce.put(old.getKey(), old.getValue());
        }
    }

    /** Whether the client has this image; that does not count as use. */
    public boolean has(long id) {
        return usedOnce.containsKey(id) || usedAgain.containsKey(id);
    }

    /** Whether the client has this image, and with loss. */
    public boolean isLossy(long id) {
        Entry entry = entry(id);
        return entry != null && entry.isLossy;
    }

    /**
     * Whether the image took the place of a lossy one. The message that brings it may still be on its way on another
     * display channel, so the client has to be told that it is the lossless one which is meant.
     */
    public boolean wasReplaced(long id) {
        Entry entry = entry(id);
        return entry != null && entry.wasReplaced;
    }

    /** The same image without loss is sent now, in the place of the one that was pinned. */
    public void replace(long id) {
        Entry entry = pinned(id);
        entry.isLossy = false;
        entry.wasReplaced = true;
    }

    /**
     * Makes room for an image that the client does not have, enters it and pins it.
     *
     * @param isLossy whether it is not exactly the image with this id
     * @return what had to go; empty if the image cannot be cached and was not entered
     */
    public Optional<Evicted> add(long id, long pixels, boolean isLossy) {
        assert !has(id) : id;
        if (pixels > capacityPixels) {
            return Optional.empty();
        }
        List<Long> victims = new ArrayList<>();
        SortedMap<Integer, Long> before = forgotten.before(id);
        long freed = 0;
        Iterator<Map.Entry<Long, Entry>> once = usedOnce.entrySet().iterator();
        Iterator<Map.Entry<Long, Entry>> again = usedAgain.entrySet().iterator();
        while (usedPixels - freed + pixels > capacityPixels || images() - victims.size() >= MAX_IMAGES) {
            Map.Entry<Long, Entry> next = once.hasNext() ? once.next() : again.next();
            Entry entry = next.getValue();
            if (entry.pins > 0) {
                return Optional.empty();
            }
            victims.add(next.getKey());
            freed += entry.pixels;
            entry.lastUses.forEach((channel, serial) -> before.merge(channel, serial, Math::max));
        }
        victims.forEach(this::remove);
        Entry entry = new Entry(pixels, isLossy);
        entry.pins = 1;
        usedOnce.put(id, entry);
        usedPixels += pixels - freed;
        return Optional.of(new Evicted(victims, before));
    }

    private void remove(long id) {
        Entry again = usedAgain.remove(id);
        if (again == null) {
            usedOnce.remove(id);
        } else {
            usedAgainPixels -= again.pixels;
        }
    }

    /** The message that pinned the image has been sent on a display channel, with this serial. */
    public void release(long id, int channel, long serial) {
        Entry entry = pinned(id);
        entry.pins--;
        entry.lastUses.merge(channel, serial, Math::max);
    }

    /** The message that tells the client to forget this image is sent on a display channel, with this serial. */
    public void onForgotten(long id, int channel, long serial) {
        forgotten.add(id, channel, serial);
    }

    private int images() {
        return usedOnce.size() + usedAgain.size();
    }

    /** The pixels of all images in it. */
    long usedPixels() {
        return usedPixels;
    }

    /** The size of the cache, in pixels. */
    public long capacityPixels() {
        return capacityPixels;
    }

    private @Nullable Entry entry(long id) {
        Entry once = usedOnce.get(id);
        return once == null ? usedAgain.get(id) : once;
    }

    private Entry pinned(long id) {
        Entry entry = entry(id);
        if (entry == null || entry.pins == 0) {
            throw new AssertionError("image " + id + ": expected to be pinned");
        }
        return entry;
    }
}
