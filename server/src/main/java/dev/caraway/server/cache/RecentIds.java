package dev.caraway.server.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A bounded set of ids, the least recently used of which makes room. */
final class RecentIds {

    private final int capacity;
    private final Map<Long, Boolean> ids = new LinkedHashMap<>(16, 0.75f, true);

    RecentIds(int capacity) {
        this.capacity = capacity;
    }

    /** Whether the id is in it; if so it counts as used now. */
    boolean hit(long id) {
        return ids.get(id) != null;
    }

    /** Enters an id; returns the one that had to go. */
    OptionalLong add(long id) {
        OptionalLong evicted = OptionalLong.empty();
        if (ids.size() == capacity) {
            Iterator<Long> oldest = ids.keySet().iterator();
            evicted = OptionalLong.of(oldest.next());
            oldest.remove();
        }
        ids.put(id, Boolean.TRUE);
        return evicted;
    }
}
