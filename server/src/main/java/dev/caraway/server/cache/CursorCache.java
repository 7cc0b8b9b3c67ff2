package dev.caraway.server.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The server's mirror of the cursor shapes that one client keeps: {@link #MAX_CURSORS}, least recently used out. */
public final class CursorCache {

    /** As many as libspice-server keeps (cursor-channel-client.cpp). */
    static final int MAX_CURSORS = 256;

    private final Map<Long, Boolean> byUnique = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether the client has this shape; if so it counts as used now. */
    public boolean hit(long unique) {
        return byUnique.get(unique) != null;
    }

    /** Enters a shape; what is returned must be invalidated at the client before. */
    public OptionalLong add(long unique) {
        OptionalLong evicted = OptionalLong.empty();
        if (byUnique.size() == MAX_CURSORS) {
            Iterator<Long> oldest = byUnique.keySet().iterator();
            evicted = OptionalLong.of(oldest.next());
            oldest.remove();
        }
        byUnique.put(unique, Boolean.TRUE);
        return evicted;
    }
}
