package dev.caraway.server.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CoverageTest {

    private static final Rect BOX = Rect.ofSize(3, 2, 40, 30);

    @Test
    void withoutAClipTheWholeBoxIsPainted() {
        assertThat(painted(BOX, Clip.NONE)).isEqualTo(expected(BOX, List.of(BOX)));
    }

    @Test
    void clipWithoutRectanglesPaintsNothing() {
        Coverage coverage = Coverage.of(BOX, new ClipRects(List.of()));
        assertThat(coverage.isEmpty()).isTrue();
        coverage.paint((y, left, right) -> {
            throw new AssertionError("painted row " + y);
        });
    }

    @Test
    void everyPixelIsPaintedOnceHoweverRectanglesOverlap() {
        Random random = new Random(5);
        for (int count = 1; count < 120; count += 7) {
            List<Rect> rects = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                rects.add(Rect.ofSize(random.nextInt(45), random.nextInt(35), random.nextInt(12), random.nextInt(12)));
            }
            assertThat(painted(BOX, new ClipRects(rects)))
                    .as("%d rectangles", count)
                    .isEqualTo(expected(BOX, rects));
        }
    }

    @Test
    @Timeout(10)
    void workIsBoundedByTheBoxHoweverManyRectanglesThereAre() {
        Rect box = Rect.ofSize(0, 0, 1000, 1000);
        List<Rect> rects = new ArrayList<>();
        for (int i = 0; i < 65_536; i++) {
            rects.add(Rect.ofSize(i % 500, i % 400, 500, 600));
        }
        long[] pixels = {0};
        Coverage.of(box, new ClipRects(rects)).paint((y, left, right) -> pixels[0] += right - left);
        assertThat(pixels[0]).isGreaterThan(500 * 600).isLessThanOrEqualTo(box.area());
    }

    private static int[][] painted(Rect box, Clip clip) {
        int[][] counts = new int[40][60];
        Coverage.of(box, clip).paint((y, left, right) -> {
            assertThat(left).isLessThan(right);
            for (int x = left; x < right; x++) {
                counts[y][x]++;
            }
        });
        return counts;
    }

    private static int[][] expected(Rect box, List<Rect> rects) {
        int[][] counts = new int[40][60];
        for (Rect rect : rects) {
            Rect inside = rect.intersection(box);
            for (int y = inside.top(); y < inside.bottom(); y++) {
                for (int x = inside.left(); x < inside.right(); x++) {
                    counts[y][x] = 1;
                }
            }
        }
        return counts;
    }
}
