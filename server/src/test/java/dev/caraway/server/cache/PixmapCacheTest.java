package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixmapCacheTest {

    /** The client keeps what it is told to keep and forgets what it is told to forget; it never evicts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void serverAndClientAgreeAfterEveryMessage(long seed) {
        Random random = new Random(seed);
        PixmapCache cache = new PixmapCache(1000);
        Map<Long, Long> client = new HashMap<>();
        for (int message = 0; message < 5000; message++) {
            Set<Long> inUse = new HashSet<>();
            for (int image = 0; image <= random.nextInt(3); image++) {
                long id = random.nextInt(60);
                long pixels = 1 + (id * 37) % 400;
                if (cache.hit(id)) {
                    assertThat(client).containsKey(id);
                    inUse.add(id);
                    continue;
                }
                assertThat(client).doesNotContainKey(id);
                Optional<List<Long>> evicted = cache.add(id, pixels, inUse);
                if (evicted.isPresent()) {
                    assertThat(evicted.get()).noneMatch(inUse::contains);
                    evicted.get()
                            .forEach(victim -> assertThat(client.remove(victim)).isNotNull());
                    client.put(id, pixels);
                    inUse.add(id);
                }
            }
            long clientPixels =
                    client.values().stream().mapToLong(Long::longValue).sum();
            assertThat(cache.usedPixels()).isEqualTo(clientPixels).isLessThanOrEqualTo(1000);
        }
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
        PixmapCache cache = new PixmapCache(30);
        cache.add(1, 10, Set.of());
        cache.add(2, 10, Set.of());
        cache.add(3, 10, Set.of());
        assertThat(cache.hit(1)).isTrue();
        assertThat(cache.add(4, 20, Set.of())).contains(List.of(2L, 3L));
    }

    @Test
    void imageLargerThanTheCacheIsNotCached() {
        PixmapCache cache = new PixmapCache(30);
        cache.add(1, 10, Set.of());
        assertThat(cache.add(2, 31, Set.of())).isEmpty();
        assertThat(cache.hit(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Long.MIN_VALUE})
    void absurdOfferMeansNoCache(long offeredPixels) {
        assertThat(new PixmapCache(offeredPixels).add(1, 1, Set.of())).isEmpty();
    }

    @Test
    void greatOfferIsNotBelieved() {
        assertThat(new PixmapCache(Long.MAX_VALUE).capacityPixels()).isEqualTo(PixmapCache.MAX_PIXELS);
    }
}
