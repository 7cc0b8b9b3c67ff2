package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import org.jspecify.annotations.Nullable;

/** The flags of raw and LZ-compressed indexed images, and the palette field which they govern. */
final class BitmapFlags {

    static final int PAL_CACHE_ME = 1;
    static final int PAL_FROM_CACHE = 2;
    static final int TOP_DOWN = 4;

    private BitmapFlags() {}

    static void requireMatch(int flags, @Nullable PaletteSource palette) {
        boolean isCached = (flags & PAL_FROM_CACHE) != 0;
        if (isCached != palette instanceof CachedPalette) {
            throw new IllegalArgumentException("bitmap flags " + flags
                    + ": expected PAL_FROM_CACHE with a cached palette" + " and with no other, got " + palette);
        }
    }

    /** A cached palette is an id of 8 bytes in the place where another one has its offset of 4. */
    static @Nullable PaletteSource decodePalette(int flags, SpiceReader in) {
        if ((flags & PAL_FROM_CACHE) != 0) {
            return new CachedPalette(in.i64("palette_id"));
        }
        return in.pointer("palette", Palette::decode);
    }

    static void encodePalette(@Nullable PaletteSource source, SpiceWriter out) {
        if (source instanceof CachedPalette cached) {
            out.i64(cached.unique());
        } else {
            out.pointer((Palette) source);
        }
    }
}
