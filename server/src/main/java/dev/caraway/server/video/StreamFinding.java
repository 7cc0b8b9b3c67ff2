package dev.caraway.server.video;

import java.util.List;
import java.util.Optional;

/**
 * What a drawing is to the streams.
 *
 * @param stream the stream whose frame it is, with {@link Kind#STARTED} a new one; empty with the other kinds
 * @param frame the drawing as that frame; present exactly with {@code stream}
 * @param overlaps the streams that it meets without being their frame
 */
public record StreamFinding(
        Kind kind, Optional<VideoStream> stream, Optional<Frame> frame, List<StreamOverlap> overlaps) {

    /** What a drawing may be. */
    public enum Kind {
        /** Nothing that could be part of a video. */
        NOT_VIDEO,
        /** Perhaps a frame of a video that will be found. */
        CANDIDATE,
        /** The frame with which a stream begins. */
        STARTED,
        /** The next frame of a stream. */
        FRAME
    }

    public StreamFinding {
        overlaps = List.copyOf(overlaps);
        boolean isFrame = kind == Kind.STARTED || kind == Kind.FRAME;
        if (isFrame != stream.isPresent() || isFrame != frame.isPresent()) {
            throw new IllegalArgumentException("finding " + kind + ": expected a stream and a frame for frames alone");
        }
    }
}
