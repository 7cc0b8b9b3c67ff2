package dev.caraway.server.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The server's mirror of the images that one client keeps, shared by its display channels.
 *
 * <p>Its size is counted in pixels, as the client offered it. The client never evicts by itself: what this mirror says
 * is what the client has, so an eviction must reach the client before the message that needed the room. On the loop
 * only.
 */
public final class PixmapCache {

    /** More pixels than any client offers; a greater offer is not believed. */
    static final long MAX_PIXELS = 1L << 26;

    private final long capacityPixels;
    private final Map<Long, Long> pixelsById = new LinkedHashMap<>(16, 0.75f, true);
    private long usedPixels;

    /** @param offeredPixels what the client offers in DISPLAY_INIT; clamped to 0 to 2^26 */
    public PixmapCache(long offeredPixels) {
        this.capacityPixels = Math.max(0, Math.min(offeredPixels, MAX_PIXELS));
    }

    /** Whether the client has this image; if so it counts as used now. */
    public boolean hit(long id) {
        return pixelsById.get(id) != null;
    }

    /**
     * Makes room for an image that the client does not have and enters it.
     *
     * @param inUse images that the same message refers to, which must stay
     * @return the ids to be invalidated before the image is sent, least recently used first; empty if the image can
     *     not be cached and was not entered
     */
    public Optional<List<Long>> add(long id, long pixels, Set<Long> inUse) {
        assert !pixelsById.containsKey(id) : id;
        if (pixels > capacityPixels) {
            return Optional.empty();
        }
        List<Long> victims = new ArrayList<>();
        long freed = 0;
        for (Map.Entry<Long, Long> oldest : pixelsById.entrySet()) {
            if (usedPixels - freed + pixels <= capacityPixels) {
                break;
            }
            if (inUse.contains(oldest.getKey())) {
                return Optional.empty();
            }
            victims.add(oldest.getKey());
            freed += oldest.getValue();
        }
        victims.forEach(pixelsById::remove);
        pixelsById.put(id, pixels);
        usedPixels += pixels - freed;
        return Optional.of(victims);
    }

    /** The pixels of all images in it. */
    public long usedPixels() {
        return usedPixels;
    }

    public long capacityPixels() {
        return capacityPixels;
    }
}
