package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RectSetTest {

    private static final int SIDE = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsExactlyWhatASetOfPixelsWouldWhileItIsSmall(long seed) {
        Random random = new Random(seed);
        RectSet set = RectSet.within();
        BitSet pixels = new BitSet();
        for (int step = 0; step < 400; step++) {
            if (step % 20 == 0) {
                set.remove(new Rect(0, 0, SIDE, SIDE));
                pixels.clear();
            }
            Rect rect = randomRect(random, 20);
            if (random.nextInt(3) == 0) {
                set.remove(rect);
                paint(pixels, rect, false);
            } else {
                set.add(rect);
                paint(pixels, rect, true);
            }
            assertThat(set.rects()).hasSizeLessThan(RectSet.MAX_RECTS);
            assertThat(painted(set)).isEqualTo(pixels);
            assertThat(set.isEmpty()).isEqualTo(pixels.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aShatteredSetHoldsNoPixelTooManyOrNoneTooFew(long seed) {
        Random random = new Random(seed);
        RectSet within = RectSet.within();
        RectSet around = RectSet.around();
        BitSet pixels = new BitSet();
        int mostRects = 0;
        for (int step = 0; step < 1000; step++) {
            Rect rect = randomRect(random, 3);
            within.add(rect);
            around.add(rect);
            paint(pixels, rect, true);
            if (random.nextInt(2) == 0) {
                Rect hole = randomRect(random, 4);
                within.remove(hole);
                around.remove(hole);
                paint(pixels, hole, false);
            }
            mostRects = Math.max(mostRects, within.rects().size());
            BitSet tooMany = painted(within);
            tooMany.andNot(pixels);
            assertThat(tooMany.isEmpty()).isTrue();
            BitSet tooFew = (BitSet) pixels.clone();
            tooFew.andNot(painted(around));
            assertThat(tooFew.isEmpty()).isTrue();
        }
        assertThat(mostRects).isEqualTo(RectSet.MAX_RECTS);
    }

    @Test
    void setsCutDifferentlyHoldTheSame() {
        RectSet rows = RectSet.of(new Rect(0, 0, 10, 5));
        rows.add(new Rect(0, 5, 10, 10));
        RectSet columns = RectSet.of(new Rect(0, 0, 5, 10));
        columns.add(new Rect(5, 0, 10, 10));

        assertThat(rows.holdsSameAs(columns)).isTrue();
        columns.remove(new Rect(9, 9, 10, 10));
        assertThat(rows.holdsSameAs(columns)).isFalse();
        assertThat(columns.holdsSameAs(rows)).isFalse();
    }

    @Test
    void anEmptySetIsTheClipThatLetsNothingThrough() {
        assertThat(RectSet.within().asClip()).isEqualTo(new ClipRects(List.of()));
    }

    private static Rect randomRect(Random random, int maxSide) {
        int left = random.nextInt(SIDE);
        int top = random.nextInt(SIDE);
        return new Rect(
                left,
                top,
                Math.min(SIDE, left + random.nextInt(maxSide + 1)),
                Math.min(SIDE, top + random.nextInt(maxSide + 1)));
    }

    private static BitSet painted(RectSet set) {
        BitSet pixels = new BitSet();
        for (Rect rect : set.rects()) {
            BitSet one = new BitSet();
            paint(one, rect, true);
            assertThat(one.intersects(pixels)).as("rectangles overlap").isFalse();
            pixels.or(one);
        }
        return pixels;
    }

    private static void paint(BitSet pixels, Rect rect, boolean value) {
        for (int y = rect.top(); y < rect.bottom(); y++) {
            pixels.set(y * SIDE + rect.left(), y * SIDE + rect.right(), value);
        }
    }
}
