package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.StreamReport;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In simulated links with 40 ms to the client and back, a video of 640 by 480 pixels with 25 frames a second. */
class MjpegRateControlTest {

    private static final long ONE_WAY_MILLIS = 20;
    private static final int MAX_BYTES = 78_750;

    @ParameterizedTest
    @CsvSource({
        "2, true, 20, 30, 10",
        "2, false, 20, 30, 10",
        "10, true, 50, 70, 23",
        "10, false, 50, 70, 22",
        "100, true, 80, 80, 25",
        "100, false, 80, 80, 25",
    })
    void theLinkIsUsedAndDoesNotQueue(
            double megabits, boolean isMeasured, int leastQuality, int mostQuality, double leastFramesPerSecond) {
        SimulatedClient client = client(megabits, isMeasured, true);
        client.run(60);

        List<SimulatedClient.Shown> settled = client.framesBetween(10, 60);
        assertThat(settled)
                .extracting(SimulatedClient.Shown::quality)
                .allMatch(quality -> quality >= leastQuality && quality <= mostQuality);
        assertThat(settled.size() / 50.0).isGreaterThanOrEqualTo(leastFramesPerSecond);
        assertThat(settled).allMatch(frame -> frame.queuedMillis() < 120);
        assertThat(qualityChanges(settled)).isLessThanOrEqualTo(8);
        assertThat(settled.stream().filter(frame -> frame.marginMillis() < 0).count())
                .isLessThanOrEqualTo(settled.size() / 50);
        assertThat(client.framesBetween(2, 10)).allMatch(frame -> frame.queuedMillis() < 200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFastLinkHasFullQualityWithinThreeSecondsAndLittleDelay(boolean isMeasured) {
        SimulatedClient client = client(100, isMeasured, true);
        client.run(20);

        assertThat(client.framesBetween(3, 20)).allMatch(frame -> frame.quality() == 80);
        assertThat(client.framesBetween(3, 20)).hasSize(17 * 25);
        assertThat(client.framesBetween(10, 20)).allMatch(frame -> frame.marginMillis() < 80);
    }

    @Test
    void aLinkThatGetsSlowQueuesForAMomentAlone() {
        SimulatedClient client = client(10, true, true);
        client.run(20);
        client.setMegabits(2);
        client.run(20);

        assertThat(client.framesBetween(20, 23)).allMatch(frame -> frame.queuedMillis() < 500);
        assertThat(client.framesBetween(23, 40)).allMatch(frame -> frame.queuedMillis() < 150);
        assertThat(client.framesBetween(25, 40)).hasSizeGreaterThan(15 * 9);
    }

    @Test
    void aLinkThatGetsFastIsUsedAfterAWhile() {
        SimulatedClient client = client(2, true, true);
        client.run(20);
        client.setMegabits(100);
        client.run(60);

        assertThat(client.framesBetween(30, 80)).hasSizeGreaterThan(50 * 24);
        assertThat(client.framesBetween(75, 80)).allMatch(frame -> frame.quality() == 80);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 10, 100})
    void aClientThatDoesNotReportIsHeldBackByItsSocket(double megabits) {
        SimulatedClient client = client(megabits, true, false);
        client.run(60);

        assertThat(client.framesBetween(10, 60)).allMatch(frame -> frame.queuedMillis() <= 150);
        assertThat(client.framesBetween(10, 60).size() / 50.0).isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVerySlowLinkStillShowsSomething(boolean reports) {
        SimulatedClient client = client(0.5, true, reports);
        client.run(60);

        assertThat(client.framesBetween(5, 60)).hasSizeGreaterThan(55 * 2);
        assertThat(client.framesBetween(5, 60)).allMatch(frame -> frame.queuedMillis() < 300);
    }

    @Test
    void aSlowLinkThatNobodyMeasuredIsFoundOutBeforeFramesPileUp() {
        SimulatedClient client = client(0.5, false, true);
        client.run(30);

        assertThat(client.framesBetween(0, 30)).allMatch(frame -> frame.queuedMillis() < 1_500);
        assertThat(client.framesBetween(10, 30)).allMatch(frame -> frame.queuedMillis() < 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 150})
    void aWayThatBecomesLongerIsNotTakenForAQueueForEver(long oneWayMillis) {
        SimulatedClient client = client(10, true, true);
        client.run(20);
        client.setOneWayMillis(oneWayMillis);
        client.run(40);

        assertThat(client.framesBetween(40, 60)).allMatch(frame -> frame.quality() >= 50);
        assertThat(client.framesBetween(40, 60)).hasSizeGreaterThan(20 * 24);
    }

    @Test
    void aClientThatPromisesReportsAndSendsNoneGetsFramesAfterAll() {
        MjpegRateControl rate = new MjpegRateControl(1_000_000, 40, 640 * 480, 25, true, 0);
        int sent = 0;
        int sentLate = 0;
        for (long now = 0; now < 60_000; now += 40) {
            if (rate.admit(now).isPresent()) {
                rate.onSent(now + 1, 30_000, rate.quality(), now);
                sent++;
                sentLate += now >= 40_000 ? 1 : 0;
            }
        }

        assertThat(sent).isLessThan(60 * 25);
        assertThat(sentLate).isGreaterThan(20);
    }

    @Test
    void aLateReportShowsThatTheClientReportsAfterAll() {
        MjpegRateControl rate = new MjpegRateControl(1_000_000, 40, 640 * 480, 25, true, 0);
        for (long now = 0; now <= 10_000; now += 2_001) {
            rate.admit(now);
            rate.onSent(now + 1, 1_000, rate.quality(), now);
        }
        rate.onSent(20_001, 1_000, rate.quality(), 20_000);
        assertThat(rate.onReport(report(20_001), 20_040))
                .as("nobody waits for reports")
                .isFalse();

        rate.onSent(20_101, 1_000, rate.quality(), 20_100);
        assertThat(rate.onReport(report(20_101), 20_140)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noReportTakesTheRateOutOfItsBounds(long seed) {
        Random random = new Random(seed);
        MjpegRateControl rate = new MjpegRateControl(1_000_000, seed % 2 * 40, 640 * 480, 25, true, 0);
        long now = 0;
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(30);
            if (rate.admit(now).isPresent()) {
                rate.onSent(i, random.nextInt(MAX_BYTES), rate.quality(), now);
            } else {
                assertThat(rate.dueMillis(now)).isBetween(now, now + 15_000);
            }
            if (random.nextInt(20) == 0) {
                rate.onReplaced(now);
            }
            long time = random.nextInt(3) == 0 ? random.nextLong() & 0xffff_ffffL : i - random.nextInt(3);
            StreamReport report = new StreamReport(
                    0,
                    1,
                    random.nextLong() & 0xffff_ffffL,
                    Math.max(0, time),
                    random.nextLong() & 0xffff_ffffL,
                    random.nextLong() & 0xffff_ffffL,
                    random.nextInt(),
                    random.nextLong() & 0xffff_ffffL);
            taken += rate.onReport(report, now) ? 1 : 0;
            assertThat(rate.bytesPerSecond())
                    .isBetween(MjpegRateControl.MIN_BYTES_PER_SECOND, MjpegRateControl.MAX_BYTES_PER_SECOND);
            assertThat(rate.quality()).isBetween(QualityLadder.MIN_QUALITY, QualityLadder.MAX_QUALITY);
        }
        assertThat(taken).isPositive();
    }

    @Test
    void aReplayedReportIsNoNewsAndLeavesTheRateAsItIs() {
        MjpegRateControl rate = new MjpegRateControl(1_000_000, 40, 640 * 480, 25, true, 0);
        rate.onSent(7, 40_000, rate.quality(), 0);
        StreamReport report = report(7);

        assertThat(rate.onReport(report, 80)).isTrue();
        double after = rate.bytesPerSecond();
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.onReport(report, 80 + i)).isFalse();
        }
        assertThat(rate.bytesPerSecond()).isEqualTo(after);
    }

    private static SimulatedClient client(double megabits, boolean isMeasured, boolean reports) {
        LinkSpeed measured = isMeasured
                ? new LinkSpeed(OptionalLong.of((long) (megabits * 1e6)), 2 * ONE_WAY_MILLIS)
                : LinkSpeed.UNKNOWN;
        return new SimulatedClient(megabits, ONE_WAY_MILLIS, 25, reports, measured);
    }

    private static StreamReport report(long time) {
        return new StreamReport(0, 1, time, time, 1, 0, 30, StreamReport.NO_AUDIO);
    }

    private static long qualityChanges(List<SimulatedClient.Shown> frames) {
        long changes = 0;
        for (int i = 1; i < frames.size(); i++) {
            changes += frames.get(i).quality() != frames.get(i - 1).quality() ? 1 : 0;
        }
        return changes;
    }
}
