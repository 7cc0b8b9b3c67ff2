package dev.caraway.server.cache;

import java.util.ArrayList;
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
 * until it is sent. On the loop only.
 */
public final class PixmapCache {

    /** More pixels than any client offers; a greater offer is not believed. */
    static final long MAX_PIXELS = 1L << 26;

    private final long capacityPixels;
    private final Map<Long, Entry> byId = new LinkedHashMap<>(16, 0.75f, true);
    private long usedPixels;

    private static final class Entry {
        private final long pixels;
        private final SortedMap<Integer, Long> lastUses = new TreeMap<>();
        private int pins;

        Entry(long pixels) {
            this.pixels = pixels;
        }
    }

    /**
     * Images that made room for another.
     *
     * @param ids to be invalidated, least recently used first
     * @param lastUses by display channel id, the serial of its last message that used one of them
     */
    public record Evicted(List<Long> ids, SortedMap<Integer, Long> lastUses) {}

    /** @param offeredPixels what the client offers in DISPLAY_INIT; clamped to 0 to 2^26 */
    public PixmapCache(long offeredPixels) {
        this.capacityPixels = Math.max(0, Math.min(offeredPixels, MAX_PIXELS));
    }

    /** Whether the client has this image; if so it counts as used now and stays until it is released. */
    public boolean pin(long id) {
        Entry entry = byId.get(id);
        if (entry == null) {
            return false;
        }
        entry.pins++;
        return true;
    }

    /** Whether the client has this image; that does not count as use. */
    public boolean has(long id) {
        return byId.containsKey(id);
    }

    /**
     * Makes room for an image that the client does not have, enters it and pins it.
     *
     * @return what had to go; empty if the image cannot be cached and was not entered
     */
    public Optional<Evicted> add(long id, long pixels) {
        assert !byId.containsKey(id) : id;
        if (pixels > capacityPixels) {
            return Optional.empty();
        }
        List<Long> victims = new ArrayList<>();
        SortedMap<Integer, Long> lastUses = new TreeMap<>();
        long freed = 0;
        for (Map.Entry<Long, Entry> oldest : byId.entrySet()) {
            if (usedPixels - freed + pixels <= capacityPixels) {
                break;
            }
            Entry entry = oldest.getValue();
            if (entry.pins > 0) {
                return Optional.empty();
            }
            victims.add(oldest.getKey());
            freed += entry.pixels;
            entry.lastUses.forEach((channel, serial) -> lastUses.merge(channel, serial, Math::max));
        }
        victims.forEach(byId::remove);
        Entry entry = new Entry(pixels);
        entry.pins = 1;
        byId.put(id, entry);
        usedPixels += pixels - freed;
        return Optional.of(new Evicted(victims, lastUses));
    }

    /** The message that pinned the image has been sent on a display channel, with this serial. */
    public void release(long id, int channel, long serial) {
        Entry entry = pinned(id);
        entry.pins--;
        entry.lastUses.merge(channel, serial, Math::max);
    }

    /** The pixels of all images in it. */
    long usedPixels() {
        return usedPixels;
    }

    long capacityPixels() {
        return capacityPixels;
    }

    private Entry pinned(long id) {
        @Nullable Entry entry = byId.get(id);
        if (entry == null || entry.pins == 0) {
            throw new AssertionError("image " + id + ": expected to be pinned");
        }
        return entry;
    }
}
