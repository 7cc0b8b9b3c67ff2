package dev.caraway.server.cache;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.OptionalLong;

/** The server's mirror of the palettes that one display channel of a client keeps, least recently used out. */
public final class PaletteCache {

    /** As many as libspice-server keeps (dcc.cpp: dcc_palette_cache_palette). */
    static final int MAX_PALETTES = 128;

    private final RecentIds palettes;

    /** An empty cache. */
    public PaletteCache() {
        this(new RecentIds(MAX_PALETTES));
    }

    private PaletteCache(RecentIds palettes) {
        this.palettes = palettes;
    }

    /** Reads what {@link #save} has written. */
    public static PaletteCache restore(SpiceReader in) {
        return new PaletteCache(RecentIds.restore("palette_cache", MAX_PALETTES, in));
    }

    /** Writes what the client has. */
    public void save(SpiceWriter out) {
        palettes.save(out);
    }

    /** Whether the client has this palette; if so it counts as used now. */
    public boolean hit(long unique) {
        return palettes.hit(unique);
    }

    /** Enters a palette; what is returned must be invalidated at the client before. */
    public OptionalLong add(long unique) {
        return palettes.add(unique);
    }
}
