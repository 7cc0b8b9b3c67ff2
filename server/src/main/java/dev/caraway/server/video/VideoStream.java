package dev.caraway.server.video;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;

/**
 * A place on the primary surface where a video plays, the same for all clients.
 *
 * <p>Its id is its own while it lives, and another stream's later.
 */
public final class VideoStream {

    /** Faster videos are not told from this: no display shows more. */
    static final int MAX_FRAMES_PER_SECOND = 60;

    /** A video that has played longer is as settled as one that has played this long. */
    private static final long AGE_MAX_MILLIS = 3_600_000;

    /** Each new interval between frames counts so much. */
    private static final double INTERVAL_WEIGHT = 0.1;

    private final int id;
    private final Rect box;
    private final int width;
    private final int height;
    private final long startedMillis;
    private Rect reach;
    private double intervalMillis;
    private long lastFrameMillis;
    private long frames;

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
    }

    /** Writes what is known of the video. */
    void save(SpiceWriter out, long nowMillis) {
        out.u8(id);
        Region.saveRect(box, out);
        Region.saveRect(reach, out);
        out.u32(width);
        out.u32(height);
        SavedDouble.save(framesPerSecond(), out);
        out.u32(Math.min(AGE_MAX_MILLIS, nowMillis - startedMillis));
        out.u32(Math.min(Integer.MAX_VALUE, frames));
    }

    /**
     * Reads what {@link #save} has written. The time that the guest stood still on its way does not count.
     *
     * @param bounds of the primary surface
     */
    static VideoStream restore(SpiceReader in, Rect bounds, long nowMillis) {
        int id = in.u8("stream.id");
        if (id >= Limits.STREAMS) {
            throw in.violation("stream.id", "expected less than " + Limits.STREAMS + ", got " + id);
        }
        Rect box = Region.restoreRect(in, bounds);
        Rect reach = Region.restoreRect(in, bounds);
        int width = FrameSize.restore(in, "stream.width");
        int height = FrameSize.restore(in, "stream.height");
        double framesPerSecond = SavedDouble.restore(in, "stream.frames_per_second", 1, MAX_FRAMES_PER_SECOND);
        int ageMillis = in.u32AtMost("stream.age", (int) AGE_MAX_MILLIS);
        VideoStream restored = new VideoStream(id, box, width, height, 1000 / framesPerSecond, nowMillis - ageMillis);
        restored.reach = box.union(reach);
        restored.frames = in.u32AtMost("stream.frames", Integer.MAX_VALUE);
        restored.lastFrameMillis = nowMillis;
        return restored;
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

    long startedMillis() {
        return startedMillis;
    }

    long lastFrameMillis() {
        return lastFrameMillis;
    }

    /** The pixels that its frames have covered: larger than the box once a frame was. */
    public Rect reach() {
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
