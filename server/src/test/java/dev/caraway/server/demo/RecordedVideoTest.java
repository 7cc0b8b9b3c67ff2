package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.video.FrameContent;
import dev.caraway.server.video.StreamDetector;
import dev.caraway.server.video.StreamFinding;
import dev.caraway.server.video.StreamingMode;
import dev.caraway.server.video.VideoStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a video, and what is none, in the recordings of real guests. */
class RecordedVideoTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/recordings");

    /** As fast as it was recorded. */
    private static final long AS_RECORDED = -1;

    @ParameterizedTest
    @CsvSource({
        "term, -1, FILTER",
        "term, 0, FILTER",
        "term, 1, FILTER",
        "term, 20, FILTER",
        "term, -1, ALL",
        "desktop, -1, FILTER",
        "desktop, 0, FILTER",
        "desktop, 1, FILTER",
        "desktop, 20, FILTER",
        "desktop, -1, ALL",
    })
    void aDesktopWithoutVideoHasNoStreamHoweverFastItIsReplayed(String name, long gapMillis, StreamingMode mode)
            throws IOException {
        // Even though everything is said to look like a photograph.
        assertThat(watch(name, gapMillis, mode).streams).isEmpty();
    }

    @Test
    void theClipIsFoundWithItsNinthFrame() throws IOException {
        Watched watched = watch("video-short", AS_RECORDED, StreamingMode.FILTER);

        assertThat(watched.streams).hasSize(1);
        VideoStream stream = watched.streams.get(0);
        assertThat(stream.box()).isEqualTo(Rect.ofSize(101, 100, 480, 270));
        assertThat(stream.width()).isEqualTo(480);
        assertThat(stream.height()).isEqualTo(270);
        assertThat(stream.framesPerSecond()).isBetween(22.0, 30.0);
        assertThat(watched.framesBefore).isEqualTo(8);
        assertThat(stream.frames()).isEqualTo(17 - 8);
        assertThat(watched.missedFrames).isZero();
    }

    private static final class Watched {
        private final List<VideoStream> streams = new ArrayList<>();
        private int framesBefore;
        private int missedFrames;
    }

    private static Watched watch(String name, long gapMillis, StreamingMode mode) throws IOException {
        StreamDetector detector = new StreamDetector(mode);
        Watched watched = new Watched();
        long nowMillis = 0;
        try (RecordingReader reader = RecordingReader.open(RECORDINGS.resolve(name + ".rec.xz"))) {
            for (Optional<RecordedEvent> event = reader.next(); event.isPresent(); event = reader.next()) {
                nowMillis = gapMillis < 0 ? reader.timeNanos() / 1_000_000 : nowMillis + gapMillis;
                detector.expire(nowMillis);
                if (event.get() instanceof RecordedEvent.Draw draw) {
                    see(detector, draw.drawable(), nowMillis, watched);
                }
            }
        }
        return watched;
    }

    private static void see(StreamDetector detector, DrawMessage drawing, long nowMillis, Watched watched) {
        StreamFinding finding = detector.onDrawing(drawing, content(drawing), nowMillis);
        if (finding.kind() == StreamFinding.Kind.STARTED) {
            watched.streams.add(finding.stream().orElseThrow());
        } else if (finding.kind() == StreamFinding.Kind.CANDIDATE && watched.streams.isEmpty()) {
            watched.framesBefore++;
        } else if (finding.kind() == StreamFinding.Kind.CANDIDATE) {
            watched.missedFrames++;
        }
    }

    /** Asked only of what may be a frame. */
    private static FrameContent content(DrawMessage drawing) {
        return FrameContent.of(drawing, pixels -> true);
    }
}
