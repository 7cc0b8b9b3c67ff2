package dev.caraway.server.video;

/**
 * Which frames of a fast video are shown: all of 25 or 30 in a second, every other one of 50 or 60.
 *
 * <p>Twice as many frames take nearly twice the bytes and the client's time, and few eyes see a difference. What is shown
 * keeps an even beat, a whole number of the video's own. A frame that comes about when the beat says is shown at once; one
 * that comes before waits, for the next one to take its place, or to be shown itself when none does. Times are
 * milliseconds of the loop's clock.
 */
final class FramePace {

    /** A video of 30 frames in a second is shown whole, and one that seems quicker for a moment too. */
    static final double WHOLE_FRAMES_PER_SECOND = 40;

    private double sourceFramesPerSecond;
    private double beatMillis = Double.NEGATIVE_INFINITY;

    /** @param sourceFramesPerSecond the video's own rate, more than 0 */
    FramePace(double sourceFramesPerSecond) {
        this.sourceFramesPerSecond = sourceFramesPerSecond;
    }

    void onSourceRate(double framesPerSecond) {
        sourceFramesPerSecond = framesPerSecond;
    }

    /** The frames that are shown in a second, if the link carries them. */
    double framesPerSecond() {
        return sourceFramesPerSecond / Math.ceil(sourceFramesPerSecond / WHOLE_FRAMES_PER_SECOND);
    }

    /** Since when the next frame may leave. */
    double earliestMillis() {
        return isWhole() ? Double.NEGATIVE_INFINITY : beatMillis - halfSourceMillis();
    }

    /** When a frame that waits leaves, if no other has come by then. */
    double latestMillis() {
        return isWhole() ? Double.NEGATIVE_INFINITY : beatMillis + halfSourceMillis();
    }

    void onSent(long nowMillis) {
        double interval = 1000 / framesPerSecond();
        // After a pause the beat begins anew.
        boolean isInTime = Math.abs(nowMillis - beatMillis) < interval;
        beatMillis = (isInTime ? beatMillis : nowMillis) + interval;
    }

    private double halfSourceMillis() {
        return 500 / sourceFramesPerSecond;
    }

    private boolean isWhole() {
        return sourceFramesPerSecond <= WHOLE_FRAMES_PER_SECOND;
    }
}
