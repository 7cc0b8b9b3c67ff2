package dev.caraway.server.video;

/**
 * The place of a stream's next frame in a client's pipe; which frame that is, is decided when the slot leaves the pipe.
 *
 * <p>A stream has one slot at most in a pipe.
 */
public final class FrameSlot {

    private final VideoStream stream;

    FrameSlot(VideoStream stream) {
        this.stream = stream;
    }

    public VideoStream stream() {
        return stream;
    }
}
