package dev.caraway.server.cache;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which message told a client to forget an image: one that is kept anew must not come before it.
 *
 * <p>The last images are remembered one by one; of those before only the last serial of each channel.
 */
final class Forgotten {

    /** Between this many and twice as many are remembered. */
    static final int REMEMBERED = 1024;

    private record Told(int channel, long serial) {}

    private Map<Long, Told> newer = new HashMap<>();
    private Map<Long, Told> older = new HashMap<>();
    private final SortedMap<Integer, Long> beyond = new TreeMap<>();

    void add(long id, int channel, long serial) {
        newer.put(id, new Told(channel, serial));
        if (newer.size() == REMEMBERED) {
            older.values().forEach(told -> beyond.merge(told.channel(), told.serial(), Math::max));
            older = newer;
            newer = new HashMap<>();
        }
    }

    /** By display channel id, what a message must come after that has the client keep this image. */
    SortedMap<Integer, Long> before(long id) {
        SortedMap<Integer, Long> serials = new TreeMap<>(beyond);
        Told told = newer.getOrDefault(id, older.get(id));
        if (told != null) {
            serials.merge(told.channel(), told.serial(), Math::max);
        }
        return serials;
    }
}
