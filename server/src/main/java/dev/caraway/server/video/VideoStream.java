package dev.caraway.server.video;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Rect;

/**
 * A place on the primary surface where a video plays, the same for all clients.
 *
 * <p>Its id is its own while it lives, and another stream's later.
 */
public final class VideoStream {

    /** Faster videos are not told from this: no display shows more. */
    static final int MAX_FRAMES_PER_SECOND = 60;

    /** Each new interval between frames counts so much. */
    private static final double INTERVAL_WEIGHT = 0.1;

    /** Damage that belongs to one frame arrives within this time. */
    private static final long ONE_FRAME_MILLIS = 100;

    private final int id;
    private final Rect box;
    private final int width;
    private final int height;
    private final long startedMillis;
    private Rect reach;
    private double intervalMillis;
    private long lastFrameMillis;
    private long frames;
    private long damagedPixels;
    private long damagedSinceMillis;

    VideoStream(int id, Rect box, int width, int height, double intervalMillis, long nowMillis) {
        assert id >= 0 && id < Limits.STREAMS : id;
        this.id = id;
        this.box = box;
        this.reach = box;
        this.width = width;
        this.height = height;
        this.intervalMillis = intervalMillis;
        this.startedMillis = nowMillis;
        this.lastFrameMillis = nowMillis;
        this.damagedSinceMillis = nowMillis;
    }

    /** 0 to {@link Limits#STREAMS} - 1. */
    public int id() {
        return id;
    }

    /** Where its frames go, on surface 0. */
    public Rect box() {
        return box;
    }

    /** Pixels of a frame's own row. */
    public int width() {
        return width;
    }

    /** A frame's own rows. */
    public int height() {
        return height;
    }

    /** The frames that were drawn since it was found, the one that made it a stream among them. */
    public long frames() {
        return frames;
    }

    /** The frames that the guest draws in a second, 1 to 60. */
    public double framesPerSecond() {
        return Math.max(1, Math.min(MAX_FRAMES_PER_SECOND, 1000 / Math.max(1, intervalMillis)));
    }

    /** Part of the surface itself as its next frame: what a guest that reports damage alone has to show. */
    public Frame frameOfSurface() {
        return Frame.ofSurface(box);
    }

    long startedMillis() {
        return startedMillis;
    }

    long lastFrameMillis() {
        return lastFrameMillis;
    }

    /** The pixels that its frames have covered: larger than the box once a frame was. */
    Rect reach() {
        return reach;
    }

    void onFrame(Frame frame, long nowMillis) {
        reach = reach.union(frame.box());
        onFrame(nowMillis);
    }

    void onFrame(long nowMillis) {
        if (frames > 0) {
            double interval = Math.max(0, nowMillis - lastFrameMillis);
            intervalMillis += INTERVAL_WEIGHT * (interval - intervalMillis);
        }
        frames++;
        lastFrameMillis = Math.max(lastFrameMillis, nowMillis);
    }

    /** Pixels changed inside the box. A caret that blinks on a video that stands still does not keep it alive. */
    void onDamage(long pixels, long nowMillis) {
        if (nowMillis - damagedSinceMillis > ONE_FRAME_MILLIS) {
            damagedSinceMillis = nowMillis;
            damagedPixels = 0;
        }
        damagedPixels += pixels;
        if (damagedPixels * 4 >= box.area()) {
            onFrame(nowMillis);
            damagedPixels = 0;
            damagedSinceMillis = nowMillis;
        }
    }

    /** Whether a picture is its next frame: of the same place and size, or one around it that is not much larger. */
    boolean isNext(Frame frame) {
        return isSame(frame) || (frame.box().contains(box) && frame.box().area() <= 2 * box.area());
    }

    boolean isSame(Frame frame) {
        return frame.box().equals(box) && frame.width() == width && frame.height() == height;
    }

    @Override
    public String toString() {
        return "VideoStream[" + id + ", " + width + "x" + height + " at " + box + "]";
    }
}
