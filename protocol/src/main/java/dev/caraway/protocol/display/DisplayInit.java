package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSGC_DISPLAY_INIT: the client offers its pixmap cache and GLZ dictionary.
 *
 * @param pixmapCacheSizePixels any 64-bit number with a sign: the server takes as much of it as it likes
 * @param glzDictionaryWindowPixels 0 to {@link Limits#GLZ_WINDOW_PIXELS}
 */
public record DisplayInit(
        int pixmapCacheId, long pixmapCacheSizePixels, int glzDictionaryId, int glzDictionaryWindowPixels)
        implements DisplayClientMessage {

    public DisplayInit {
        FieldRange.u8("pixmap cache id", pixmapCacheId);
        FieldRange.u8("glz dictionary id", glzDictionaryId);
        FieldRange.atMost("glz dictionary window", glzDictionaryWindowPixels, Limits.GLZ_WINDOW_PIXELS);
    }

    static DisplayInit decode(SpiceReader in) {
        int pixmapCacheId = in.u8("pixmap_cache_id");
        long pixmapCacheSizePixels = in.i64("pixmap_cache_size");
        int glzDictionaryId = in.u8("glz_dictionary_id");
        int glzDictionaryWindowPixels = in.u32AtMost("glz_dictionary_window_size", Limits.GLZ_WINDOW_PIXELS);
        return new DisplayInit(pixmapCacheId, pixmapCacheSizePixels, glzDictionaryId, glzDictionaryWindowPixels);
    }

    @Override
    public int opcode() {
        return DisplayClientOpcode.INIT.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(pixmapCacheId);
        out.i64(pixmapCacheSizePixels);
        out.u8(glzDictionaryId);
        out.i32(glzDictionaryWindowPixels);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInit(this);
    }
}
