package dev.caraway.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.Rect;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {

    private static final int SIDE = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holdsEveryAddedPixelAndNoneTwice(long seed) {
        Random random = new Random(seed);
        Region region = new Region();
        BitSet model = new BitSet(SIDE * SIDE);
        for (int step = 0; step < 400; step++) {
            int choice = random.nextInt(8);
            if (choice > 2) {
                Rect added = anyRect(random);
                region.add(added);
                set(model, added, true);
            } else if (choice == 2) {
                Rect removed = anyRect(random);
                region.remove(removed);
                set(model, removed, false);
                assertThat(region.intersects(removed)).isEqualTo(holdsAnyOf(region, removed));
            } else {
                Optional<Rect> taken = region.take(1 + random.nextInt(200));
                assertThat(taken.isEmpty()).isEqualTo(model.isEmpty() && taken.isEmpty());
                taken.ifPresent(rect -> set(model, rect, false));
            }
            BitSet held = new BitSet(SIDE * SIDE);
            for (Rect rect : region.rects()) {
                assertThat(count(held, rect)).as("pixels held twice").isZero();
                set(held, rect, true);
            }
            BitSet missing = (BitSet) model.clone();
            missing.andNot(held);
            assertThat(missing.isEmpty()).as("every added pixel is held").isTrue();
            assertThat(region.rects().size()).isLessThanOrEqualTo(Region.MAX_RECTS);
            // A region that had to become its bounding rectangle holds more from then on.
            model.or(held);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000, 100_000})
    void takenPiecesAreWholeRowsOfTheOldest(int maxPixels) {
        Region region = new Region();
        Rect oldest = Rect.ofSize(3, 5, 30, 20);
        region.add(oldest);
        region.add(Rect.ofSize(100, 100, 10, 10));
        int top = oldest.top();
        while (top < oldest.bottom()) {
            Rect piece = region.take(maxPixels).orElseThrow();
            assertThat(piece.top()).isEqualTo(top);
            assertThat(piece.width()).isEqualTo(oldest.width());
            assertThat(piece.area()).isLessThanOrEqualTo(Math.max(maxPixels, oldest.width()));
            top = piece.bottom();
        }
        assertThat(region.bounds()).isEqualTo(Rect.ofSize(100, 100, 10, 10));
    }

    @Test
    void removedPixelsAreGoneAndTheOthersStay() {
        Region region = new Region();
        region.add(Rect.ofSize(0, 0, 30, 30));
        region.remove(Rect.ofSize(10, 10, 10, 10));
        assertThat(region.rects().stream().mapToLong(Rect::area).sum()).isEqualTo(800);
        assertThat(region.intersects(Rect.ofSize(10, 10, 10, 10))).isFalse();
        assertThat(region.intersects(Rect.ofSize(9, 10, 10, 10))).isTrue();
    }

    private static boolean holdsAnyOf(Region region, Rect area) {
        return region.rects().stream().anyMatch(rect -> !rect.intersection(area).isEmpty());
    }

    private static Rect anyRect(Random random) {
        int x = random.nextInt(SIDE - 1);
        int y = random.nextInt(SIDE - 1);
        return Rect.ofSize(x, y, random.nextInt(SIDE - x), random.nextInt(SIDE - y));
    }

    private static void set(BitSet pixels, Rect rect, boolean value) {
        for (int y = rect.top(); y < rect.bottom(); y++) {
            pixels.set(y * SIDE + rect.left(), y * SIDE + rect.right(), value);
        }
    }

    private static int count(BitSet pixels, Rect rect) {
        int count = 0;
        for (int y = rect.top(); y < rect.bottom(); y++) {
            count += pixels.get(y * SIDE + rect.left(), y * SIDE + rect.right()).cardinality();
        }
        return count;
    }
}
