package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramePaceTest {

    private static final int SECONDS = 20;

    @ParameterizedTest
    @CsvSource({"24, 24", "25, 25", "30, 30", "40, 40", "48, 24", "50, 25", "60, 30"})
    void aVideoIsShownWholeOrByHalves(int framesPerSecond, int shown) {
        FramePace pace = new FramePace(framesPerSecond);
        assertThat(pace.framesPerSecond()).isEqualTo(shown);
        // A frame late or early at either end.
        assertThat(shownOf(pace, framesPerSecond, 0)).hasSizeBetween(SECONDS * shown - 2, SECONDS * shown + 2);
    }

    @Test
    void theBeatIsAsEvenAsTheVideo() {
        List<Long> shown = shownOf(new FramePace(50), 50, 4);
        for (int i = 1; i < shown.size(); i++) {
            assertThat(shown.get(i) - shown.get(i - 1)).isBetween(40L - 2 * 4, 40L + 2 * 4);
        }
        assertThat(shown).hasSizeBetween(SECONDS * 25 - 1, SECONDS * 25 + 1);
    }

    @Test
    void aFrameAfterAPauseIsShownAtOnce() {
        FramePace pace = new FramePace(50);
        pace.onSent(1_000);
        assertThat(pace.earliestMillis()).isEqualTo(1_030);
        assertThat(pace.latestMillis()).isEqualTo(1_050);
        pace.onSent(5_000);
        assertThat(pace.earliestMillis()).isEqualTo(5_030);
    }

    @Test
    void aVideoThatSlowsDownIsShownWholeAtOnce() {
        FramePace pace = new FramePace(50);
        pace.onSent(1_000);
        pace.onSourceRate(25);
        assertThat(pace.earliestMillis()).isLessThan(1_000);
        assertThat(pace.latestMillis()).isLessThan(1_000);
    }

    /** When frames of a video are shown that come so many milliseconds early or late at most. */
    private static List<Long> shownOf(FramePace pace, int framesPerSecond, int jitterMillis) {
        Random random = new Random(1);
        List<Long> shown = new ArrayList<>();
        for (int frame = 0; frame < SECONDS * framesPerSecond; frame++) {
            long now = 1_000L + frame * 1_000L / framesPerSecond;
            now += jitterMillis == 0 ? 0 : random.nextInt(2 * jitterMillis) - jitterMillis;
            if (now >= pace.earliestMillis()) {
                pace.onSent(now);
                shown.add(now);
            }
        }
        return shown;
    }
}
