package dev.caraway.server.display;

import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.PreferredCompression;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Optional;

/** What a client has said of itself on a display channel, and will not say again. */
final class ClientWord {

    private Optional<ImageCompression> preferred = Optional.empty();
    private int pixmapCacheId;
    private int glzDictionaryId;

    void onInit(DisplayInit init) {
        pixmapCacheId = init.pixmapCacheId();
        glzDictionaryId = init.glzDictionaryId();
    }

    void onPreferredCompression(PreferredCompression message) {
        preferred = Optional.of(message.compression());
    }

    Optional<ImageCompression> preferred() {
        return preferred;
    }

    int pixmapCacheId() {
        return pixmapCacheId;
    }

    int glzDictionaryId() {
        return glzDictionaryId;
    }

    void save(SpiceWriter out) {
        out.u8(preferred.map(ImageCompression::code).orElse(0));
        out.u8(pixmapCacheId);
        out.u8(glzDictionaryId);
    }

    void restore(SpiceReader in) {
        int code = in.u8("display.preferred_compression");
        preferred = ImageCompression.ofCode(code);
        if (code != 0 && preferred.isEmpty()) {
            throw in.violation("display.preferred_compression", "expected a known one, got " + code);
        }
        pixmapCacheId = in.u8("display.pixmap_cache_id");
        glzDictionaryId = in.u8("display.glz_dictionary_id");
    }
}
