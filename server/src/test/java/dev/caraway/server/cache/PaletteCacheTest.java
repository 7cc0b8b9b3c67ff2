package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PaletteCacheTest {

    @Test
    void fullCacheForgetsThePaletteThatWasUsedLeastRecently() {
        PaletteCache cache = new PaletteCache();
        for (long unique = 1; unique <= PaletteCache.MAX_PALETTES; unique++) {
            assertThat(cache.add(unique)).isEmpty();
        }
        assertThat(cache.hit(1)).isTrue();
        assertThat(cache.add(1000)).isEqualTo(OptionalLong.of(2));
        assertThat(cache.hit(2)).isFalse();
        assertThat(cache.hit(1)).isTrue();
    }
}
