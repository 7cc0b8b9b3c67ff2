package dev.caraway.server.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.render.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a guest paints: the commands give its picture, are few, and touch only what was damaged. */
class FramebufferDiffPropertyTest {

    private static final int STEPS = 120;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void commandsGiveTheWantedPicture(long seed) {
        Random random = new Random(seed);
        DrivenScreen screen = new DrivenScreen(1 + random.nextInt(700), 1 + random.nextInt(500));
        for (int step = 0; step < STEPS; step++) {
            List<Rect> damaged = new ArrayList<>();
            for (int edits = random.nextInt(4); edits >= 0; edits--) {
                damaged.add(edit(screen, random));
            }
            damaged.removeIf(Rect::isEmpty);
            List<DrawMessage> drawn = screen.update(damaged.toArray(Rect[]::new));
            assertThat(screen.firstDifference())
                    .as("first wrong pixel, seed %d step %d: %s", seed, step, drawn)
                    .isEqualTo(-1);
            assertThat(drawn).hasSizeLessThanOrEqualTo(FramebufferDiff.MAX_COMMANDS);
            assertThat(drawn)
                    .allSatisfy(each -> assertThat(Renderer.refusal(each)).isEmpty());
            assertThat(drawn)
                    .allMatch(each -> screen.bounds().contains(each.base().box()));
            assertThat(screen.update(screen.bounds()))
                    .as("commands for an unchanged picture, seed %d step %d", seed, step)
                    .isEmpty();
        }
    }

    /** Paints something; where. */
    private static Rect edit(DrivenScreen screen, Random random) {
        Rect area = area(screen, random);
        switch (random.nextInt(6)) {
            case 0 -> screen.fill(area, random.nextInt(3) * 0x404040);
            case 1 -> screen.noise(area, random);
            case 2 -> {
                screen.fill(area, random.nextInt(2) * 0x202020);
                for (int y = area.top(); y < area.bottom(); y += 16) {
                    screen.write(area.left(), y, DrivenScreen.words(random, 1 + area.width() / 8));
                }
                return screen.bounds();
            }
            case 3 -> {
                int rows = random.nextInt(40) - 20;
                screen.move(area, 0, rows);
                return area.union(area.translated(0, rows)).intersection(screen.bounds());
            }
            case 4 -> {
                int dx = random.nextInt(200) - 100;
                int dy = random.nextInt(200) - 100;
                screen.move(area, dx, dy);
                screen.fill(Rect.ofSize(area.left(), area.top(), area.width() / 2, area.height()), 0x123456);
                return area.union(area.translated(dx, dy)).intersection(screen.bounds());
            }
            default -> {
                for (int i = 0; i < 20; i++) {
                    Rect dot = Rect.ofSize(random.nextInt(screen.width), random.nextInt(screen.height), 1, 1);
                    screen.noise(dot, random);
                }
                return screen.bounds();
            }
        }
        return area;
    }

    private static Rect area(DrivenScreen screen, Random random) {
        int left = random.nextInt(screen.width);
        int top = random.nextInt(screen.height);
        int right = left + 1 + random.nextInt(screen.width - left);
        int bottom = top + 1 + random.nextInt(screen.height - top);
        return new Rect(left, top, right, bottom);
    }
}
