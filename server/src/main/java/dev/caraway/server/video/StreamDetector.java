package dev.caraway.server.video;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the videos in what a guest draws, and says when they end.
 *
 * <p>What it remembers is bounded: {@link Limits#STREAMS} streams, {@link #MAX_CANDIDATES} places that may become one,
 * and a few where one was. Times are milliseconds of the loop's clock and never go back.
 */
public final class StreamDetector {

    /** A stream without a frame for so long has ended; libspice-server's number. */
    public static final long TIMEOUT_MILLIS = 1000;

    /** Places that are watched at a time: those where something was drawn last. */
    static final int MAX_CANDIDATES = 16;

    /** Progress bars, lines of text and carets are less high or wide. */
    private static final int MIN_SIDE_PIXELS = 48;

    private static final long MIN_AREA_PIXELS = 64 * 64;

    /** Smaller pictures are spinners more often than videos, and have to move for longer; libspice-server's minimum. */
    private static final long CERTAIN_AREA_PIXELS = 96 * 96;

    private final StreamingMode mode;
    private final List<VideoStream> streams = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final StreamHistory history = new StreamHistory();

    public StreamDetector(StreamingMode mode) {
        this.mode = mode;
    }

    /** The streams that live, the oldest first. */
    public List<VideoStream> streams() {
        return List.copyOf(streams);
    }

    /**
     * A drawing on any surface, in the order in which the guest draws.
     *
     * @param content asked only if the drawing is a {@link Frame}
     */
    public StreamFinding onDrawing(DrawMessage drawing, FrameContent content, long nowMillis) {
        Optional<Frame> frame = mode == StreamingMode.OFF ? Optional.empty() : Frame.of(drawing);
        Optional<VideoStream> playing = frame.flatMap(this::streamOf);
        if (playing.isPresent()) {
            playing.get().onFrame(frame.get(), nowMillis);
            return found(StreamFinding.Kind.FRAME, playing, frame, drawing);
        }
        if (frame.isEmpty() || !isLargeEnough(frame.get().width(), frame.get().height())) {
            return found(StreamFinding.Kind.NOT_VIDEO, Optional.empty(), Optional.empty(), drawing);
        }
        Candidate candidate = candidateFor(frame.get(), nowMillis);
        candidate.observe(isGradual(candidate, content), content.fingerprint(), nowMillis);
        Optional<VideoStream> started = startIfVideo(candidate, nowMillis);
        return started.isPresent()
                ? found(StreamFinding.Kind.STARTED, started, frame, drawing)
                : found(StreamFinding.Kind.CANDIDATE, Optional.empty(), Optional.empty(), drawing);
    }

    /** The streams that have ended by now for want of frames; they are forgotten. */
    public List<VideoStream> expire(long nowMillis) {
        List<VideoStream> ended = streams.stream()
                .filter(stream -> nowMillis - stream.lastFrameMillis() >= TIMEOUT_MILLIS)
                .toList();
        ended.forEach(this::end);
        return ended;
    }

    /** When {@link #expire} has something to do at the earliest, unless frames come; empty without streams. */
    public OptionalLong nextExpiryMillis() {
        return streams.stream()
                .mapToLong(stream -> stream.lastFrameMillis() + TIMEOUT_MILLIS)
                .min();
    }

    /** Ends all streams and forgets everything: the primary surface is made anew, or the session moves. */
    public List<VideoStream> endAll() {
        List<VideoStream> ended = List.copyOf(streams);
        streams.clear();
        candidates.clear();
        history.clear();
        return ended;
    }

    /** Writes what is remembered. */
    public void save(SpiceWriter out, long nowMillis) {
        out.u8(streams.size());
        streams.forEach(stream -> stream.save(out, nowMillis));
        out.u8(candidates.size());
        candidates.forEach(candidate -> candidate.save(out));
        history.save(out, nowMillis);
    }

    /**
     * Remembers what {@link #save} has written, and nothing else.
     *
     * @param bounds of the primary surface; empty if there is none
     * @throws dev.caraway.protocol.wire.WireException if no detector writes this
     */
    public void restore(SpiceReader in, Rect bounds, long nowMillis) {
        endAll();
        for (int count = atMost(in, "streams", Limits.STREAMS); count > 0; count--) {
            VideoStream stream = VideoStream.restore(in, bounds, nowMillis);
            if (isUsed(stream.id())) {
                throw in.violation("stream.id", "expected each once, got " + stream.id() + " twice");
            }
            streams.add(stream);
        }
        for (int count = atMost(in, "candidates", MAX_CANDIDATES); count > 0; count--) {
            candidates.add(Candidate.restore(in, bounds, nowMillis));
        }
        history.restore(in, bounds, nowMillis);
    }

    private static int atMost(SpiceReader in, String field, int limit) {
        int count = in.u8(field);
        if (count > limit) {
            throw in.violation(field, "expected at most " + limit + ", got " + count);
        }
        return count;
    }

    private void end(VideoStream stream) {
        streams.remove(stream);
        history.onEnded(stream);
    }

    private StreamFinding found(
            StreamFinding.Kind kind, Optional<VideoStream> own, Optional<Frame> frame, DrawMessage drawing) {
        List<StreamOverlap> overlaps = List.of();
        if (streams.size() > own.stream().count()) {
            DrawingReach reach = DrawingReach.of(drawing);
            overlaps = streams.stream()
                    .filter(stream -> own.isEmpty() || own.get() != stream)
                    .map(reach::overlap)
                    .flatMap(Optional::stream)
                    .toList();
        }
        return new StreamFinding(kind, own, frame, overlaps);
    }

    private Optional<VideoStream> streamOf(Frame frame) {
        Optional<VideoStream> same =
                streams.stream().filter(stream -> stream.isSame(frame)).findFirst();
        return same.isPresent()
                ? same
                : streams.stream().filter(stream -> stream.isNext(frame)).findFirst();
    }

    private Candidate candidateFor(Frame frame, long nowMillis) {
        candidates.removeIf(candidate -> candidate.isStale(nowMillis));
        Optional<Candidate> known =
                candidates.stream().filter(candidate -> candidate.fits(frame)).findFirst();
        Candidate candidate = known.orElseGet(() -> new Candidate(frame));
        candidates.remove(candidate);
        candidates.add(candidate);
        if (candidates.size() > MAX_CANDIDATES) {
            candidates.remove(0);
        }
        return candidate;
    }

    private Optional<VideoStream> startIfVideo(Candidate candidate, long nowMillis) {
        boolean isCertain = (long) candidate.width() * candidate.height() >= CERTAIN_AREA_PIXELS;
        int usually = isCertain ? Candidate.QUICK_FRAMES : Candidate.PATIENT_FRAMES;
        int enough = history.framesToStart(candidate.box(), usually, nowMillis);
        if (streams.size() == Limits.STREAMS || !candidate.isVideo(enough)) {
            return Optional.empty();
        }
        candidates.remove(candidate);
        VideoStream stream = new VideoStream(
                freeId(),
                candidate.box(),
                candidate.width(),
                candidate.height(),
                candidate.intervalMillis(),
                nowMillis);
        stream.onFrame(nowMillis);
        streams.add(stream);
        return Optional.of(stream);
    }

    private int freeId() {
        int id = 0;
        while (isUsed(id)) {
            id++;
        }
        return id;
    }

    private boolean isUsed(int id) {
        return streams.stream().anyMatch(stream -> stream.id() == id);
    }

    private boolean isLargeEnough(int width, int height) {
        return mode == StreamingMode.ALL
                || (width >= MIN_SIDE_PIXELS && height >= MIN_SIDE_PIXELS && (long) width * height >= MIN_AREA_PIXELS);
    }

    /** The measure takes time for every pixel, and most pictures are the only ones in their place. */
    private boolean isGradual(Candidate candidate, FrameContent content) {
        return mode == StreamingMode.ALL || (candidate.frames() > 0 && content.isGradual());
    }
}
