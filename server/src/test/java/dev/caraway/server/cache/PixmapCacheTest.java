package dev.caraway.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.cache.PixmapCache.Evicted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixmapCacheTest {

    private static final int CHANNEL = 0;

    /** The client keeps what it is told to keep and forgets what it is told to forget; it never evicts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void serverAndClientAgreeAfterEveryMessage(long seed) {
        Random random = new Random(seed);
        PixmapCache cache = new PixmapCache(1000);
        Map<Long, Long> client = new HashMap<>();
        for (int message = 0; message < 5000; message++) {
            List<Long> inUse = new ArrayList<>();
            for (int image = 0; image <= random.nextInt(3); image++) {
                long id = random.nextInt(60);
                long pixels = 1 + (id * 37) % 400;
                if (cache.pin(id)) {
                    assertThat(client).containsKey(id);
                    inUse.add(id);
                    continue;
                }
                assertThat(client).doesNotContainKey(id);
                Optional<Evicted> evicted = cache.add(id, pixels, false);
                if (evicted.isPresent()) {
                    assertThat(evicted.get().ids()).noneMatch(inUse::contains);
                    evicted.get()
                            .ids()
                            .forEach(victim -> assertThat(client.remove(victim)).isNotNull());
                    client.put(id, pixels);
                    inUse.add(id);
                }
            }
            long serial = message + 1L;
            inUse.forEach(id -> cache.release(id, CHANNEL, serial));
            long clientPixels =
                    client.values().stream().mapToLong(Long::longValue).sum();
            assertThat(cache.usedPixels()).isEqualTo(clientPixels).isLessThanOrEqualTo(1000);
        }
    }

    @Test
    void imageThatLostDetailIsLossyUntilItIsReplaced() {
        PixmapCache cache = new PixmapCache(30);
        cache.add(1, 10, true);
        cache.release(1, CHANNEL, 1);
        assertThat(cache.isLossy(1)).isTrue();
        assertThat(cache.wasReplaced(1)).isFalse();

        cache.pin(1);
        cache.replace(1);
        cache.release(1, CHANNEL, 2);
        assertThat(cache.isLossy(1)).isFalse();
        assertThat(cache.wasReplaced(1)).isTrue();
        assertThat(cache.isLossy(2)).isFalse();
    }

    @Test
    void leastRecentlyUsedGoesFirst() {
        PixmapCache cache = new PixmapCache(30);
        addAndRelease(cache, 1, 10);
        addAndRelease(cache, 2, 10);
        addAndRelease(cache, 3, 10);
        assertThat(cache.pin(1)).isTrue();
        assertThat(cache.add(4, 20, false).map(Evicted::ids)).contains(List.of(2L, 3L));
    }

    @Test
    void whatComesOnceDoesNotPushOutWhatComesAgain() {
        PixmapCache cache = new PixmapCache(100);
        addAndRelease(cache, 1, 30);
        assertThat(cache.pin(1)).isTrue();
        cache.release(1, CHANNEL, 2);
        for (long once = 100; once < 200; once++) {
            addAndRelease(cache, once, 10);
        }
        assertThat(cache.has(1)).isTrue();
        assertThat(cache.usedPixels()).isEqualTo(100);
    }

    @Test
    void whatCameAgainLongAgoMakesRoomForWhatComesAgainNow() {
        PixmapCache cache = new PixmapCache(100);
        for (long id = 1; id <= 20; id++) {
            addAndRelease(cache, id, 10);
            assertThat(cache.pin(id)).isTrue();
            cache.release(id, CHANNEL, id);
        }
        assertThat(cache.has(1)).isFalse();
        assertThat(cache.has(20)).isTrue();
        assertThat(cache.usedPixels()).isEqualTo(100);
    }

    @Test
    void imagesAreCountedToo() {
        PixmapCache cache = new PixmapCache(PixmapCache.MAX_PIXELS);
        for (long id = 0; id < PixmapCache.MAX_IMAGES; id++) {
            addAndRelease(cache, id, 1);
            if (id % 2 == 0) {
                assertThat(cache.pin(id)).isTrue();
                cache.release(id, CHANNEL, id);
            }
        }

        assertThat(cache.add(PixmapCache.MAX_IMAGES, 1, false).map(Evicted::ids))
                .contains(List.of(1L));
        assertThat(cache.usedPixels()).isEqualTo(PixmapCache.MAX_IMAGES);
    }

    @Test
    void imageThatAMessageOnItsWayRefersToStays() {
        PixmapCache cache = new PixmapCache(30);
        addAndRelease(cache, 1, 20);
        assertThat(cache.pin(1)).isTrue();
        assertThat(cache.add(2, 20, false)).isEmpty();

        cache.release(1, CHANNEL, 7);
        assertThat(cache.add(2, 20, false).map(Evicted::ids)).contains(List.of(1L));
    }

    @Test
    void evictionTellsWhereTheVictimsWereUsedLast() {
        PixmapCache cache = new PixmapCache(30);
        addAndRelease(cache, 1, 10);
        cache.pin(1);
        cache.release(1, 2, 50);
        addAndRelease(cache, 2, 10);
        cache.pin(2);
        cache.release(2, 2, 40);
        cache.pin(2);
        cache.release(2, 3, 9);
        assertThat(cache.add(3, 30, false).orElseThrow().before()).isEqualTo(Map.of(CHANNEL, 1L, 2, 50L, 3, 9L));
    }

    @Test
    void imageLargerThanTheCacheIsNotCached() {
        PixmapCache cache = new PixmapCache(30);
        addAndRelease(cache, 1, 10);
        assertThat(cache.add(2, 31, false)).isEmpty();
        assertThat(cache.pin(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Long.MIN_VALUE})
    void absurdOfferMeansNoCache(long offeredPixels) {
        assertThat(new PixmapCache(offeredPixels).add(1, 1, false)).isEmpty();
    }

    @Test
    void greatOfferIsNotBelieved() {
        assertThat(new PixmapCache(Long.MAX_VALUE).capacityPixels()).isEqualTo(PixmapCache.MAX_PIXELS);
    }

    private static void addAndRelease(PixmapCache cache, long id, long pixels) {
        assertThat(cache.add(id, pixels, false)).isPresent();
        cache.release(id, CHANNEL, 1);
    }
}
