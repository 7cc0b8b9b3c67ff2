package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.StreamReport;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScheduleTest {

    private static final long LAG = 400;

    private final FrameSchedule schedule = new FrameSchedule(LAG, true);
    private long nowMillis = 100_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 40, 120, 450, 1_500})
    void framesReachTheClientShortlyBeforeTheirTime(long wayMillis) {
        long margin = 0;
        int late = 0;
        for (int i = 0; i < 500; i++) {
            nowMillis += 40;
            margin = play(wayMillis + i % 7);
            late += margin < 0 && i > 5 ? 1 : 0;
        }

        assertThat(margin).isBetween(10L, 70L);
        assertThat(late).isZero();
    }

    @Test
    void aWayThatGetsLongerCostsFewFrames() {
        for (int i = 0; i < 200; i++) {
            nowMillis += 40;
            play(10);
        }
        int late = 0;
        for (int i = 0; i < 200; i++) {
            nowMillis += 40;
            late += play(200) < 0 ? 1 : 0;
        }

        assertThat(late).isBetween(1, 2);
    }

    @Test
    void timesGrowEvenIfTheDelayShrinksOrFramesAreDrawnAtOnce() {
        long last = schedule.stamp(nowMillis);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long drawn = nowMillis += random.nextInt(3);
            long time = schedule.stamp(drawn);
            assertThat(time).isGreaterThan(last);
            last = time;
            boolean plays = random.nextInt(50) == 0;
            schedule.onReport(report(time, random.nextInt(400) - 100, plays ? 200 : StreamReport.NO_AUDIO), nowMillis);
        }
    }

    @Test
    void noTimeIsZeroAndTheClockWrapsAround() {
        FrameSchedule wrapping = new FrameSchedule(0, true);
        long before = (1L << 32) - FrameSchedule.START_DELAY_MILLIS;

        assertThat(wrapping.stamp(before - 1)).isEqualTo(0xffff_ffffL);
        assertThat(wrapping.stamp(before)).isEqualTo(1);
        assertThat(wrapping.stamp(before + 1)).isEqualTo(2);
    }

    @Test
    void withSoundAFramesTimeIsWhenItWasDrawn() {
        schedule.onReport(report(schedule.stamp(nowMillis), 100, 150), nowMillis);

        assertThat(schedule.stamp(nowMillis + 400)).isEqualTo(nowMillis + 400);
        assertThat(schedule.delayMillis()).isEqualTo(FrameSchedule.START_DELAY_MILLIS);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1_000_000, 1_000_000, Integer.MAX_VALUE})
    void absurdMarginsLeaveTheDelayInItsBounds(int margin) {
        for (int i = 0; i < 100; i++) {
            nowMillis += 1_000;
            schedule.onReport(report(schedule.stamp(nowMillis), margin, StreamReport.NO_AUDIO), nowMillis);
            assertThat(schedule.delayMillis())
                    .isBetween(FrameSchedule.MIN_DELAY_MILLIS, FrameSchedule.MAX_DELAY_MILLIS);
        }
    }

    @Test
    void aClientThatNeverReportsHasMoreTime() {
        assertThat(new FrameSchedule(LAG, false).delayMillis()).isGreaterThan(schedule.delayMillis());
    }

    /** A frame travels, arrives at a clock that lags, and is reported. */
    private long play(long wayMillis) {
        long time = schedule.stamp(nowMillis);
        long clock = nowMillis + wayMillis - LAG;
        int margin = (int) (time - clock);
        schedule.onReport(report(time, margin, StreamReport.NO_AUDIO), nowMillis);
        return margin;
    }

    private static StreamReport report(long time, int margin, long audioDelayMillis) {
        return new StreamReport(0, 1, time, time, 1, margin < 0 ? 1 : 0, margin, audioDelayMillis);
    }
}
