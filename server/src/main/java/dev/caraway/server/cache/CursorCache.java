package dev.caraway.server.cache;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.OptionalLong;

/** The server's mirror of the cursor shapes that one client keeps: {@link #MAX_CURSORS}, least recently used out. */
public final class CursorCache {

    /** As many as libspice-server keeps (cursor-channel-client.cpp). */
    static final int MAX_CURSORS = 256;

    private final RecentIds shapes;

    /** An empty cache. */
    public CursorCache() {
        this(new RecentIds(MAX_CURSORS));
    }

    private CursorCache(RecentIds shapes) {
        this.shapes = shapes;
    }

    /** Reads what {@link #save} has written. */
    public static CursorCache restore(SpiceReader in) {
        return new CursorCache(RecentIds.restore("cursor_cache", MAX_CURSORS, in));
    }

    /** Writes what the client has. */
    public void save(SpiceWriter out) {
        shapes.save(out);
    }

    /** Whether the client has this shape; if so it counts as used now. */
    public boolean hit(long unique) {
        return shapes.hit(unique);
    }

    /** Enters a shape; what is returned must be invalidated at the client before. */
    public OptionalLong add(long unique) {
        return shapes.add(unique);
    }
}
