package dev.caraway.server.video;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * Chooses how well frames are compressed, for a number of bytes a second: the best quality with which the video still
 * moves.
 *
 * <p>It knows how large frames become by those it has seen: between qualities, sizes of JPEG images of one kind have about
 * the same ratio. It goes down at once and up only when there was room for a while, so that a picture does not pulse.
 */
final class QualityLadder {

    static final int MIN_QUALITY = 20;
    static final int MAX_QUALITY = 80;
    static final int STEP = 10;

    /** Sizes at 20, 30, … 80, relative to the one at 60: the mean over photographs. */
    private static final double[] RELATIVE_SIZE = {0.48, 0.62, 0.74, 0.86, 1.0, 1.22, 1.56};

    /** A photograph's bytes for each pixel at quality 60. */
    private static final double TYPICAL_BYTES_PER_PIXEL = 0.15;

    /** Each new frame counts so much. */
    private static final double SIZE_WEIGHT = 0.25;

    /** Frames a second that make motion with the worst quality, and what each step up wants in addition. */
    private static final double LEAST_FRAMES_PER_SECOND = 11;

    private static final double FRAMES_PER_SECOND_PER_STEP = 2.3;

    /** More than a step wants is there for so long before it is taken. */
    private static final long UP_AFTER_MILLIS = 1_000;

    /** A step up that had to be taken back within this time was one too many: the next waits twice as long. */
    private static final long PROVEN_MILLIS = 10_000;

    private static final long MAX_UP_AFTER_MILLIS = 20_000;

    private static final double UP_MARGIN = 1.15;
    private static final double DOWN_MARGIN = 0.85;

    /** A larger frame is none. */
    private static final double FRAME_BYTES_MAX = 1 << 28;

    private int quality = MIN_QUALITY;
    private boolean hasChosen;
    private double bytesAtSixty;
    private boolean hasSeenFrame;
    private boolean hasRoom;
    private long roomSinceMillis;
    private long upAfterMillis = UP_AFTER_MILLIS;
    private long lastUpMillis;
    private boolean isProving;

    QualityLadder(long pixels) {
        bytesAtSixty = Math.max(1, pixels * TYPICAL_BYTES_PER_PIXEL);
    }

    /** Writes the quality, and how large frames are. */
    void save(SpiceWriter out) {
        out.u8(quality);
        out.bool8(hasChosen);
        out.bool8(hasSeenFrame);
        SavedDouble.save(Math.min(bytesAtSixty, FRAME_BYTES_MAX), out);
        out.u16((int) upAfterMillis);
    }

    /** Goes on with what {@link #save} has written; time begins anew. */
    void restore(SpiceReader in, long nowMillis) {
        quality = in.u8("ladder.quality");
        if (quality < MIN_QUALITY || quality > MAX_QUALITY || quality % STEP != 0) {
            throw in.violation("ladder.quality", "expected one of 20, 30 to 80, got " + quality);
        }
        hasChosen = in.bool8("ladder.has_chosen");
        hasSeenFrame = in.bool8("ladder.has_seen_frame");
        bytesAtSixty = SavedDouble.restore(in, "ladder.bytes_at_sixty", 1, FRAME_BYTES_MAX);
        upAfterMillis = in.u16("ladder.up_after");
        if (upAfterMillis < UP_AFTER_MILLIS || upAfterMillis > MAX_UP_AFTER_MILLIS) {
            throw in.violation(
                    "ladder.up_after",
                    "expected " + UP_AFTER_MILLIS + " to " + MAX_UP_AFTER_MILLIS + ", got " + upAfterMillis);
        }
        roomSinceMillis = nowMillis;
    }

    int quality() {
        return quality;
    }

    /** The bytes that a frame takes, about. */
    double expectedBytes(int atQuality) {
        return bytesAtSixty * RELATIVE_SIZE[(atQuality - MIN_QUALITY) / STEP];
    }

    void onFrame(int bytes, int atQuality) {
        double sample = bytes / RELATIVE_SIZE[(atQuality - MIN_QUALITY) / STEP];
        bytesAtSixty = hasSeenFrame ? bytesAtSixty + SIZE_WEIGHT * (sample - bytesAtSixty) : Math.max(1, sample);
        hasSeenFrame = true;
    }

    /** Chooses the quality of the next frame. */
    int choose(double bytesPerSecond, double sourceFramesPerSecond, long nowMillis) {
        if (!hasChosen) {
            hasChosen = true;
            while (hasRoomAbove(bytesPerSecond, sourceFramesPerSecond)) {
                quality += STEP;
            }
            return quality;
        }
        int before = quality;
        while (quality > MIN_QUALITY
                && bytesPerSecond < DOWN_MARGIN * wantedBytesPerSecond(quality, sourceFramesPerSecond)) {
            quality -= STEP;
        }
        if (quality < before) {
            upAfterMillis = isProving ? Math.min(MAX_UP_AFTER_MILLIS, 2 * upAfterMillis) : upAfterMillis;
            isProving = false;
            hasRoom = false;
        } else if (isProving && nowMillis - lastUpMillis >= PROVEN_MILLIS) {
            upAfterMillis = UP_AFTER_MILLIS;
            isProving = false;
        }
        boolean hasRoomNow = hasRoomAbove(bytesPerSecond, sourceFramesPerSecond);
        if (!hasRoomNow || !hasRoom) {
            roomSinceMillis = nowMillis;
        } else if (nowMillis - roomSinceMillis >= upAfterMillis) {
            quality += STEP;
            lastUpMillis = nowMillis;
            isProving = true;
            // Half of the wait again: far below, it climbs a step every half second.
            roomSinceMillis = nowMillis - upAfterMillis / 2;
        }
        hasRoom = hasRoomNow;
        return quality;
    }

    /** The rate beyond which more would not be used. */
    double usefulBytesPerSecond(double sourceFramesPerSecond) {
        return sourceFramesPerSecond * expectedBytes(MAX_QUALITY);
    }

    private boolean hasRoomAbove(double bytesPerSecond, double sourceFramesPerSecond) {
        return quality < MAX_QUALITY
                && bytesPerSecond >= UP_MARGIN * wantedBytesPerSecond(quality + STEP, sourceFramesPerSecond);
    }

    private double wantedBytesPerSecond(int atQuality, double sourceFramesPerSecond) {
        double steps = (double) (atQuality - MIN_QUALITY) / STEP;
        double framesPerSecond =
                Math.min(sourceFramesPerSecond, LEAST_FRAMES_PER_SECOND + steps * FRAMES_PER_SECOND_PER_STEP);
        return framesPerSecond * expectedBytes(atQuality);
    }
}
