package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.video.StreamFinding.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDetectorTest {

    private static final Rect BOX = Rect.ofSize(100, 80, 160, 120);

    private StreamDetector detector = new StreamDetector(StreamingMode.FILTER);
    private final List<VideoStream> started = new ArrayList<>();
    private final List<VideoStream> ended = new ArrayList<>();
    private long nowMillis = 10_000;
    private long seed;

    @ParameterizedTest
    @CsvSource({"15, 8", "24, 8", "25, 8", "30, 9", "50, 14", "60, 17", "10, 8", "6, 8"})
    void evenFramesAreAStreamWithinHalfASecondOrEightFrames(int framesPerSecond, int expectedFrames) {
        int frames = 0;
        while (started.isEmpty()) {
            frame(BOX, true, 1000 / framesPerSecond);
            frames++;
        }

        assertThat(frames).isEqualTo(expectedFrames);
        VideoStream stream = started.get(0);
        assertThat(stream.box()).isEqualTo(BOX);
        assertThat(stream.width()).isEqualTo(160);
        assertThat(stream.height()).isEqualTo(120);
        assertThat(stream.id()).isZero();
        assertThat(stream.framesPerSecond())
                .isBetween(framesPerSecond * 0.9, Math.min(VideoStream.MAX_FRAMES_PER_SECOND, framesPerSecond * 1.15));
    }

    @Test
    void framesWithoutARhythmAreAStreamAfterTwenty() {
        int frames = 0;
        for (int gap = 5; started.isEmpty(); gap = gap == 5 ? 150 : 5) {
            frame(BOX, true, gap);
            frames++;
        }

        assertThat(frames).isEqualTo(20);
    }

    @Test
    void aBreakInTheRhythmDelaysAStream() {
        int frames = 0;
        while (started.isEmpty()) {
            frame(BOX, true, frames == 5 ? 195 : 35);
            frames++;
        }

        assertThat(frames).isEqualTo(13);
    }

    @Test
    void framesThatArriveAllAtOnceAreAStreamAfterTwenty() {
        int frames = 0;
        while (started.isEmpty()) {
            frame(BOX, true, 0);
            frames++;
        }

        assertThat(frames).isEqualTo(20);
    }

    @Test
    void aDarkBeginningDelaysAStreamAndNoMore() {
        for (int i = 0; i < 12; i++) {
            frame(BOX, false, 40);
        }
        assertThat(started).isEmpty();
        for (int i = 0; i < 4; i++) {
            frame(BOX, true, 40);
        }
        assertThat(started).hasSize(1);
    }

    @Test
    void framesOfAStreamAreTold() {
        play(BOX, 10);
        VideoStream stream = started.get(0);

        StreamFinding next = frame(BOX, true, 40);

        assertThat(next.kind()).isEqualTo(Kind.FRAME);
        assertThat(next.stream()).contains(stream);
        assertThat(next.frame()).contains(new Frame(BOX, 160, 120, Clip.NONE));
        assertThat(next.overlaps()).isEmpty();
    }

    @Test
    void aLargerFrameAroundTheStreamIsItsFrameAndAMuchLargerOneIsNot() {
        play(BOX, 10);

        Rect larger = new Rect(90, 80, 270, 280);
        assertThat(larger.area()).isLessThan(2 * BOX.area());
        assertThat(frame(larger, true, 40).kind()).isEqualTo(Kind.FRAME);
        StreamFinding much = frame(new Rect(80, 70, 300, 300), true, 40);
        assertThat(much.kind()).isEqualTo(Kind.CANDIDATE);
        assertThat(much.overlaps()).hasSize(1);
        assertThat(frame(Rect.ofSize(110, 90, 100, 100), true, 40).kind()).isEqualTo(Kind.CANDIDATE);
    }

    @Test
    void aDrawingBesideTheBoxThatALargerFrameCoveredMeetsTheStream() {
        play(BOX, 10);
        Rect beside = Rect.ofSize(92, 200, 4, 4);
        assertThat(draw(Drawings.fill(beside)).overlaps()).isEmpty();
        frame(new Rect(90, 80, 270, 280), true, 40);

        assertThat(draw(Drawings.fill(beside)).overlaps()).hasSize(1);
    }

    @Test
    void aStreamEndsASecondAfterItsLastFrame() {
        play(BOX, 10);
        long last = nowMillis;

        assertThat(detector.nextExpiryMillis()).hasValue(last + 1000);
        assertThat(detector.expire(last + 999)).isEmpty();
        assertThat(detector.expire(last + 1000)).isEqualTo(started);
        assertThat(detector.streams()).isEmpty();
        assertThat(detector.nextExpiryMillis()).isEmpty();
    }

    @Test
    void aVideoThatGoesOnAfterAPauseIsAStreamAgainAfterThreeFrames() {
        play(BOX, 200);
        pause(20_000);
        assertThat(ended).hasSize(1);

        play(BOX, 2);
        assertThat(started).hasSize(1);
        play(BOX, 1);
        assertThat(started).hasSize(2);
        assertThat(started.get(1).box()).isEqualTo(BOX);
    }

    @Test
    void aVideoSlowForHalfASecondKeepsItsStream() {
        play(BOX, 20);
        for (int i = 0; i < 20; i++) {
            frame(BOX, true, 600);
        }

        assertThat(started).hasSize(1);
        assertThat(ended).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 250, 100, 40})
    void whatBlinksBetweenTwoPicturesIsNoVideo(long gapMillis) {
        for (int i = 0; i < 400; i++) {
            draw(Drawings.picture(BOX, i % 2), true, gapMillis);
        }

        assertThat(started).isEmpty();
    }

    @Test
    void theSamePictureAgainAndAgainIsNoVideo() {
        for (int i = 0; i < 400; i++) {
            draw(Drawings.picture(BOX, 7), true, 40);
        }

        assertThat(started).isEmpty();
    }

    @Test
    void aCaretIsNoVideo() {
        for (int i = 0; i < 400; i++) {
            draw(Drawings.picture(Rect.ofSize(508, 376, 9, 16), i), true, 40);
        }

        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void aWindowThatIsDraggedIsNoVideo(int step) {
        for (int i = 0; i < 200; i++) {
            frame(BOX.translated(i * step, i % 3), true, 16);
        }

        assertThat(started).isEmpty();
    }

    @Test
    void aProgressBarIsNoVideo() {
        for (int i = 0; i < 200; i++) {
            frame(Rect.ofSize(200, 500, 400, 22), true, 30);
        }

        assertThat(started).isEmpty();
    }

    @Test
    void aTerminalThatScrollsIsNoVideo() {
        for (int i = 0; i < 400; i++) {
            frame(Rect.ofSize(0, 0, 480, 316), false, 16);
        }

        assertThat(started).isEmpty();
    }

    @Test
    void aSpinnerHasToTurnForLongerThanAVideo() {
        int frames = 0;
        while (started.isEmpty()) {
            frame(Rect.ofSize(10, 10, 64, 64), true, 40);
            frames++;
        }

        assertThat(frames).isEqualTo(20);
    }

    @Test
    void aPictureThatIsAloneInItsPlaceIsNotMeasured() {
        FrameContent unmeasured = new FrameContent() {
            @Override
            public boolean isGradual() {
                throw new AssertionError("expected not to be asked");
            }

            @Override
            public long fingerprint() {
                return 1;
            }
        };
        for (int i = 0; i < 30; i++) {
            Rect box = BOX.translated(i, 0);
            StreamFinding finding = detector.onDrawing(Drawings.picture(box, i), unmeasured, nowMillis += 40);
            assertThat(finding.kind()).isEqualTo(Kind.CANDIDATE);
        }
    }

    @Test
    void inModeAllSizeAndContentDoNotMatter() {
        detector = new StreamDetector(StreamingMode.ALL);
        Rect small = Rect.ofSize(0, 0, 30, 20);
        for (int i = 0; i < 20; i++) {
            DrawMessage drawing = Drawings.picture(small, seed++);
            nowMillis += 40;
            note(detector.onDrawing(drawing, Drawings.content(false, seed), nowMillis));
        }

        assertThat(started).hasSize(1);
        assertThat(started.get(0).box()).isEqualTo(small);
    }

    @Test
    void inModeOffNothingIsLookedAt() {
        detector = new StreamDetector(StreamingMode.OFF);
        for (int i = 0; i < 30; i++) {
            StreamFinding finding = detector.onDrawing(Drawings.picture(BOX, i), Drawings.unasked(), nowMillis += 40);
            assertThat(finding)
                    .isEqualTo(new StreamFinding(Kind.NOT_VIDEO, Optional.empty(), Optional.empty(), List.of()));
        }
    }

    @Test
    void whatIsDrawnOverAStreamIsTold() {
        play(BOX, 10);
        Rect corner = Rect.ofSize(90, 70, 20, 20);

        StreamFinding finding = draw(Drawings.fill(corner));

        assertThat(finding.kind()).isEqualTo(Kind.NOT_VIDEO);
        assertThat(finding.overlaps()).containsExactly(new StreamOverlap(started.get(0), List.of(corner), false));
    }

    @Test
    void scrollingInStartsAndStopsFlapsLessAndLess() {
        List<Integer> streams = new ArrayList<>();
        for (int minute = 0; minute < 3; minute++) {
            int before = started.size();
            for (int turn = 0; turn < 20; turn++) {
                play(BOX, 25);
                pause(2_000);
            }
            streams.add(started.size() - before);
        }

        assertThat(streams.get(0)).isBetween(1, 3);
        assertThat(streams.get(1)).isLessThanOrEqualTo(1);
        assertThat(streams.get(2)).isLessThanOrEqualTo(1);
    }

    @Test
    void twoVideosAreTwoStreams() {
        Rect other = Rect.ofSize(300, 80, 160, 120);
        for (int i = 0; i < 20; i++) {
            frame(BOX, true, 20);
            frame(other, true, 20);
        }

        assertThat(started).extracting(VideoStream::box).containsExactly(BOX, other);
        assertThat(started).extracting(VideoStream::id).containsExactly(0, 1);
    }

    @Test
    void videosBeyondTheLimitStayDrawings() {
        detector = new StreamDetector(StreamingMode.ALL);
        for (int place = 0; place < Limits.STREAMS + 5; place++) {
            // Each plays for a moment, and all of them within the second in which they still count as playing.
            Rect box = Rect.ofSize(place * 20, 0, 10, 10);
            for (int i = 0; i < 20; i++) {
                DrawMessage drawing = Drawings.picture(box, seed++);
                note(detector.onDrawing(drawing, Drawings.content(true, seed), nowMillis));
            }
        }

        assertThat(detector.streams()).hasSize(Limits.STREAMS);
        assertThat(started).extracting(VideoStream::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyStreamThatBeginsEndsAndIdsAreUniqueMeanwhile(long walk) {
        Random random = new Random(walk);
        Set<VideoStream> alive = new HashSet<>();
        Set<VideoStream> gone = new HashSet<>();
        List<Rect> places = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            places.add(Rect.ofSize(
                    random.nextInt(300), random.nextInt(300), 20 + random.nextInt(200), 20 + random.nextInt(200)));
        }
        detector = new StreamDetector(StreamingMode.ALL);
        for (int step = 0; step < 6_000; step++) {
            nowMillis += random.nextInt(100) == 0 ? random.nextInt(3_000) : random.nextInt(12);
            Rect box = places.get(random.nextInt(places.size()));
            FrameContent content = Drawings.content(random.nextBoolean(), random.nextInt(50));
            switch (random.nextInt(12)) {
                case 0 -> gone(detector.expire(nowMillis), alive, gone);
                case 1, 2 ->
                    detector.onDrawing(Drawings.fill(box, 1 << random.nextInt(11)), Drawings.unasked(), nowMillis);
                case 3 ->
                    places.set(random.nextInt(places.size()), box.translated(random.nextInt(3), random.nextInt(3)));
                default -> {
                    StreamFinding finding = detector.onDrawing(small(box), content, nowMillis);
                    if (finding.kind() == Kind.STARTED) {
                        born(List.of(finding.stream().orElseThrow()), alive);
                    } else {
                        finding.stream().ifPresent(stream -> assertThat(alive).contains(stream));
                    }
                    finding.overlaps().forEach(overlap -> assertThat(alive).contains(overlap.stream()));
                }
            }
            if (step % 2_000 == 1_999) {
                gone(detector.endAll(), alive, gone);
            }
            assertThat(detector.streams())
                    .hasSize(alive.size())
                    .containsAll(alive)
                    .hasSizeLessThanOrEqualTo(Limits.STREAMS);
            assertThat(detector.streams()).extracting(VideoStream::id).doesNotHaveDuplicates();
        }
        assertThat(gone).isNotEmpty();
        gone(detector.endAll(), alive, gone);
        assertThat(alive).isEmpty();
    }

    /** A picture whose bitmap costs nothing, stretched over the box. */
    private static DrawMessage small(Rect box) {
        return Drawings.picture(0, box, Clip.NONE, 1, 1, 1);
    }

    private static void born(List<VideoStream> streams, Set<VideoStream> alive) {
        streams.forEach(stream -> assertThat(alive.add(stream)).isTrue());
    }

    private static void gone(List<VideoStream> streams, Set<VideoStream> alive, Set<VideoStream> gone) {
        streams.forEach(stream -> assertThat(alive.remove(stream)).isTrue());
        gone.addAll(streams);
    }

    private void play(Rect box, int frames) {
        for (int i = 0; i < frames; i++) {
            frame(box, true, 40);
        }
    }

    private void pause(long millis) {
        long until = nowMillis + millis;
        while (nowMillis < until) {
            nowMillis += 100;
            ended.addAll(detector.expire(nowMillis));
        }
    }

    private StreamFinding frame(Rect box, boolean isGradual, long gapMillis) {
        return draw(Drawings.picture(box, seed++), isGradual, gapMillis);
    }

    private StreamFinding draw(DrawMessage drawing, boolean isGradual, long gapMillis) {
        nowMillis += gapMillis;
        ended.addAll(detector.expire(nowMillis));
        return note(detector.onDrawing(drawing, Drawings.content(drawing, isGradual), nowMillis));
    }

    private StreamFinding draw(DrawMessage drawing) {
        return note(detector.onDrawing(drawing, Drawings.unasked(), nowMillis));
    }

    private StreamFinding note(StreamFinding finding) {
        if (finding.kind() == Kind.STARTED) {
            started.add(finding.stream().orElseThrow());
        }
        return finding;
    }
}
