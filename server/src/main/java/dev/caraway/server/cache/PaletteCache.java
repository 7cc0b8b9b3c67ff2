package dev.caraway.server.cache;

import java.util.OptionalLong;

/** The server's mirror of the palettes that one display channel of a client keeps, least recently used out. */
public final class PaletteCache {

    /** As many as libspice-server keeps (dcc.cpp: dcc_palette_cache_palette). */
    static final int MAX_PALETTES = 128;

    private final RecentIds palettes = new RecentIds(MAX_PALETTES);

    /** Whether the client has this palette; if so it counts as used now. */
    public boolean hit(long unique) {
        return palettes.hit(unique);
    }

    /** Enters a palette; what is returned must be invalidated at the client before. */
    public OptionalLong add(long unique) {
        return palettes.add(unique);
    }
}
