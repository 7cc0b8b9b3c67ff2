package dev.caraway.server.display;

import dev.caraway.codecs.analysis.Graduality;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.video.FrameContent;
import dev.caraway.server.video.StreamDetector;
import dev.caraway.server.video.StreamFinding;
import dev.caraway.server.video.StreamingMode;
import dev.caraway.server.video.VideoStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Knows which videos the guest plays, and says when one ends. On the loop only. */
final class DisplayStreams {

    private final StreamDetector detector;
    private final Loop loop;
    private final MultiMediaClock clock;
    private final Consumer<VideoStream> onEnded;
    private Loop.@Nullable Timer expiry;
    private boolean isHeld;

    /** @param onEnded told of every stream that ends, before the drawing that comes next */
    DisplayStreams(StreamingMode mode, Loop loop, MultiMediaClock clock, Consumer<VideoStream> onEnded) {
        this.detector = new StreamDetector(mode);
        this.loop = loop;
        this.clock = clock;
        this.onEnded = onEnded;
    }

    /** What a drawing, which comes next, is to the videos. */
    StreamFinding onDrawing(DrawMessage drawing) {
        expire();
        FrameContent content = FrameContent.of(drawing, pixels -> Graduality.of(pixels) == Graduality.HIGH);
        StreamFinding finding = detector.onDrawing(drawing, content, now());
        awaitExpiry();
        return finding;
    }

    /** The videos that play, the oldest first. */
    List<VideoStream> all() {
        return detector.streams();
    }

    /** Ends all: their surface is gone. */
    void endAll() {
        detector.endAll().forEach(onEnded);
    }

    /** While the guest stands still to be moved, no video ends for want of frames. */
    void hold(boolean held) {
        isHeld = held;
        awaitExpiry();
    }

    /** Writes what is known of videos. */
    void save(SpiceWriter out) {
        detector.save(out, now());
    }

    /**
     * Knows the videos that another host has written, and no others.
     *
     * @param bounds of the primary surface; empty if there is none
     */
    void restore(SpiceReader in, Rect bounds) {
        detector.restore(in, bounds, now());
        awaitExpiry();
    }

    private void expire() {
        if (isHeld) {
            return;
        }
        detector.expire(now()).forEach(onEnded);
    }

    private void awaitExpiry() {
        if (expiry == null && !isHeld) {
            detector.nextExpiryMillis()
                    .ifPresent(due -> expiry = loop.schedule(Math.max(1, due - now()), () -> {
                        expiry = null;
                        expire();
                        awaitExpiry();
                    }));
        }
    }

    private long now() {
        return clock.millis();
    }
}
