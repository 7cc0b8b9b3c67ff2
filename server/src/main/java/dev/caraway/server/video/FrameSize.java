package dev.caraway.server.video;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;

/** A side of a frame as it moves to another host. */
final class FrameSize {

    private FrameSize() {}

    /** Pixels of a side, 1 to {@link Limits#SIDE_PIXELS}. */
    static int restore(SpiceReader in, String field) {
        int pixels = in.u32AtMost(field, Limits.SIDE_PIXELS);
        if (pixels < 1) {
            throw in.violation(field, "expected 1 or more, got 0");
        }
        return pixels;
    }
}
