package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Pictures in one place that may turn out to be a video.
 *
 * <p>A picture speaks for a video when it follows the one before it soon, shows something that none of the last few
 * showed, and looks like a photograph. A few pictures in an even rhythm are enough; without a rhythm it takes as many as
 * libspice-server wants (video-stream.cpp: is_stream_start).
 */
final class Candidate {

    /** Slower pictures are not seen as motion; libspice-server's number. */
    static final long MAX_GAP_MILLIS = 200;

    /** Pictures in an even rhythm that make a stream: half a second at 15 frames a second. */
    static final int QUICK_FRAMES = 8;

    /** Pictures that make a stream without a rhythm; libspice-server's number. */
    static final int PATIENT_FRAMES = 20;

    /** No more can be asked for: as many are remembered. */
    static final int MAX_FRAMES = 64;

    /** Someone scrolls for a moment as evenly as a video plays, but not for long. */
    private static final long QUICK_MILLIS = 250;

    /** A place that was a video a moment ago need not prove it at such length. */
    private static final int RESUMED_FRAMES = 3;

    private static final int PRINTS = 8;
    private static final int GAPS = 8;

    /** A machine that is busy delays a frame by this much and the rhythm is still one. */
    private static final double JITTER_MILLIS = 10;

    private final Rect box;
    private final int width;
    private final int height;
    private int frames;
    private long fresh;
    private long gradual;
    private long lastMillis;
    private final long[] prints = new long[PRINTS];
    private final long[] gaps = new long[GAPS];

    Candidate(Frame first) {
        this.box = first.box();
        this.width = first.width();
        this.height = first.height();
    }

    /** Writes what is known of the place. */
    void save(SpiceWriter out) {
        Region.saveRect(box, out);
        out.u32(width);
        out.u32(height);
        out.u32(frames);
        out.i64(fresh);
        out.i64(gradual);
        for (int i = 0; i < PRINTS; i++) {
            out.i64(prints[i]);
        }
        for (int i = 0; i < GAPS; i++) {
            out.u16((int) Math.min(gaps[i], 0xffff));
        }
    }

    /** Reads what {@link #save} has written; the time on its way does not count. */
    static Candidate restore(SpiceReader in, Rect bounds, long nowMillis) {
        Rect box = Region.restoreRect(in, bounds);
        int width = FrameSize.restore(in, "candidate.width");
        int height = FrameSize.restore(in, "candidate.height");
        Candidate restored = new Candidate(new Frame(box, width, height, Clip.NONE));
        restored.frames = in.u32AtMost("candidate.frames", Integer.MAX_VALUE / 2);
        restored.fresh = in.i64("candidate.fresh");
        restored.gradual = in.i64("candidate.gradual");
        for (int i = 0; i < PRINTS; i++) {
            restored.prints[i] = in.i64("candidate.print");
        }
        for (int i = 0; i < GAPS; i++) {
            restored.gaps[i] = in.u16("candidate.gap");
        }
        restored.lastMillis = nowMillis;
        return restored;
    }

    Rect box() {
        return box;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int frames() {
        return frames;
    }

    boolean isStale(long nowMillis) {
        return nowMillis - lastMillis > MAX_GAP_MILLIS;
    }

    /** Whether a picture may belong to this candidate, for its place and size. */
    boolean fits(Frame frame) {
        return box.equals(frame.box()) && width == frame.width() && height == frame.height();
    }

    /** One more picture. */
    void observe(boolean isGradual, long fingerprint, long nowMillis) {
        boolean isFresh = frames == 0;
        if (frames > 0) {
            gaps[frames % GAPS] = Math.max(0, nowMillis - lastMillis);
            int known = Math.min(frames, PRINTS);
            isFresh = Arrays.stream(prints, 0, known).noneMatch(print -> print == fingerprint);
        }
        prints[frames % PRINTS] = fingerprint;
        fresh = fresh << 1 | (isFresh ? 1 : 0);
        gradual = gradual << 1 | (isGradual ? 1 : 0);
        frames++;
        lastMillis = nowMillis;
    }

    /**
     * Whether it is a video now.
     *
     * @param quickFrames pictures in an even rhythm that are enough, at most {@link #MAX_FRAMES}
     */
    boolean isVideo(int quickFrames) {
        int patientFrames = Math.max(PATIENT_FRAMES, quickFrames);
        return isQuicklyVideo(quickFrames)
                || (frames >= patientFrames
                        && count(fresh, patientFrames) * 2 >= patientFrames
                        && count(gradual, patientFrames) * 5 >= patientFrames);
    }

    /** The time between two of the last pictures, on average. */
    double intervalMillis() {
        int known = Math.min(frames - 1, GAPS);
        return known < 1 ? MAX_GAP_MILLIS : recentGaps(known).average().orElse(MAX_GAP_MILLIS);
    }

    /** Pictures in an even rhythm that make a stream where one with this past was. */
    static int framesToResume() {
        return RESUMED_FRAMES;
    }

    private boolean isQuicklyVideo(int quickFrames) {
        if (frames < quickFrames
                || count(fresh, quickFrames) < quickFrames - 1
                || count(gradual, quickFrames) * 2 < quickFrames) {
            return false;
        }
        int known = Math.min(quickFrames - 1, GAPS);
        double mean = recentGaps(known).average().orElse(0);
        boolean isLong = quickFrames < QUICK_FRAMES || mean * (frames - 1) >= QUICK_MILLIS;
        double longest = 2.5 * mean + JITTER_MILLIS;
        long hasty = recentGaps(known).filter(gap -> gap < mean / 3).count();
        return isLong && hasty * 4 <= known && recentGaps(known).noneMatch(gap -> gap > longest);
    }

    private LongStream recentGaps(int known) {
        return LongStream.rangeClosed(1, known).map(back -> gaps[Math.floorMod(frames - back, GAPS)]);
    }

    private static int count(long bits, int last) {
        return Long.bitCount(last >= Long.SIZE ? bits : bits & ((1L << last) - 1));
    }
}
