package dev.caraway.server.cache;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
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

    /** Reads what {@link #save} has written: at most {@code capacity} ids, each once. */
    static RecentIds restore(String field, int capacity, SpiceReader in) {
        RecentIds restored = new RecentIds(capacity);
        int count = in.u16(field);
        if (count > capacity) {
            throw in.violation(field, "expected at most " + capacity + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            long id = in.i64(field);
            if (restored.ids.put(id, Boolean.TRUE) != null) {
                throw in.violation(field, "expected each once, got " + Long.toUnsignedString(id) + " twice");
            }
        }
        return restored;
    }

    /** Writes the ids, least recently used first. */
    void save(SpiceWriter out) {
        out.u16(ids.size());
        ids.keySet().forEach(out::i64);
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
