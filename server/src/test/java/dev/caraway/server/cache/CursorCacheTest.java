package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CursorCacheTest {

    @Test
    void fullCacheForgetsTheShapeThatWasUsedLeastRecently() {
        CursorCache cache = new CursorCache();
        for (long unique = 1; unique <= CursorCache.MAX_CURSORS; unique++) {
            assertThat(cache.add(unique)).isEmpty();
        }
        assertThat(cache.hit(1)).isTrue();
        assertThat(cache.add(1000)).isEqualTo(OptionalLong.of(2));
        assertThat(cache.hit(2)).isFalse();
        assertThat(cache.hit(1)).isTrue();
    }
}
