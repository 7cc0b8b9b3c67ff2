package dev.caraway.server.cache;

import java.util.OptionalLong;

/** The server's mirror of the cursor shapes that one client keeps: {@link #MAX_CURSORS}, least recently used out. */
public final class CursorCache {

    /** As many as libspice-server keeps (cursor-channel-client.cpp). */
    static final int MAX_CURSORS = 256;

    private final RecentIds shapes = new RecentIds(MAX_CURSORS);

    /** Whether the client has this shape; if so it counts as used now. */
    public boolean hit(long unique) {
        return shapes.hit(unique);
    }

    /** Enters a shape; what is returned must be invalidated at the client before. */
    public OptionalLong add(long unique) {
        return shapes.add(unique);
    }
}
