package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Rect;
import java.util.List;

/**
 * A drawing meets a stream that it is no frame of.
 *
 * <p>Frames in the client's queue appear later than drawings sent after them, so they must not appear there any more.
 * INVARIANT: when the drawing's result needs pixels of the stream, which the client has only about, then what it changed
 * reaches the client as a lossless picture.
 *
 * @param touched the pixels that it may change; empty if they lie elsewhere
 * @param needsPixels whether its result depends on pixels that the stream shows
 */
public record StreamOverlap(VideoStream stream, List<Rect> touched, boolean needsPixels) {

    public StreamOverlap {
        touched = List.copyOf(touched);
    }
}
