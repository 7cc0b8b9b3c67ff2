package dev.caraway.server.video;

import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * When a client is to show the frames of one stream, in the time of its multi-media clock.
 *
 * <p>A client shows a frame when its clock reaches the frame's time, and drops an MJPEG frame that arrives later than
 * that (channel-display-mjpeg.c: queue_frame). Its clock is what the main channel's messages set, the server's clock less
 * a lag, plus the time that message took. So a frame's time is when it was drawn, less that lag, plus a delay for the way,
 * which this class keeps as short as the reports allow. While the client plays sound, sound sets its clock, and a frame's
 * time is when it was drawn, so that both stay together.
 *
 * <p>Times given to a stream always grow: a client that sees one go back forgets the frames it has.
 */
final class FrameSchedule {

    /** The delay for the way until the first report: what a frame takes on a middling link. */
    static final int START_DELAY_MILLIS = 150;

    /** The delay for a client that never reports; libspice-server's clients have 400. */
    static final int BLIND_DELAY_MILLIS = 300;

    static final int MIN_DELAY_MILLIS = 20;

    /** A client further away than this sees every other frame rather than all of them late. */
    static final int MAX_DELAY_MILLIS = 2_000;

    /** Frames shall be at the client so long before their time. */
    private static final int WANTED_MARGIN_MILLIS = 30;

    /** Below this margin the next frame may be late. */
    private static final int SCANT_MARGIN_MILLIS = 15;

    /** Above it the picture lags for nothing. */
    private static final int AMPLE_MARGIN_MILLIS = 60;

    /** The delay shrinks once in so long, by the least margin since. */
    private static final long SHRINK_MILLIS = 1_000;

    /** At most by so much: frames must not come closer together than one can see. */
    private static final int MAX_SHRINK_MILLIS = 25;

    /** What no client's clock is wrong by; more is not believed. */
    private static final int MAX_MARGIN_MILLIS = 5_000;

    /** No frame is stamped further ahead. */
    private static final long AHEAD_MAX_MILLIS = 10_000;

    private static final long U32 = 0xffff_ffffL;

    private final long clientLagMillis;
    private int delayMillis;
    private boolean playsSound;
    private boolean hasStamped;
    private long lastTime;
    private int leastMarginMillis = Integer.MAX_VALUE;
    private long shrinkDueMillis;
    private long settledTime;
    private boolean isSettling;
    private long restoredTime;

    /**
     * @param clientLagMillis how far the client's clock was set behind the server's
     * @param reports whether the client says when frames arrive
     */
    FrameSchedule(long clientLagMillis, boolean reports) {
        this.clientLagMillis = clientLagMillis;
        this.delayMillis = reports ? START_DELAY_MILLIS : BLIND_DELAY_MILLIS;
    }

    /** Writes the delay, and the time of the last frame as far as it still matters. */
    void save(SpiceWriter out) {
        out.u16(delayMillis);
        out.bool8(playsSound);
        out.bool8(hasStamped);
        out.i64(lastTime);
        out.i64(settledTime);
    }

    /** Goes on with what {@link #save} has written, on a clock that goes on too. */
    void restore(SpiceReader in, long nowMillis) {
        delayMillis = in.u16("schedule.delay");
        if (delayMillis < MIN_DELAY_MILLIS || delayMillis > MAX_DELAY_MILLIS) {
            throw in.violation(
                    "schedule.delay",
                    "expected " + MIN_DELAY_MILLIS + " to " + MAX_DELAY_MILLIS + ", got " + delayMillis);
        }
        playsSound = in.bool8("schedule.plays_sound");
        hasStamped = in.bool8("schedule.has_stamped");
        lastTime = in.i64("schedule.last_time");
        settledTime = in.i64("schedule.settled_time");
        // A time far ahead would hold all frames back, as times always grow.
        if (hasStamped && (lastTime > nowMillis + AHEAD_MAX_MILLIS || settledTime > lastTime)) {
            throw in.violation("schedule.last_time", "expected about " + nowMillis + ", got " + lastTime);
        }
        beginWindow(nowMillis);
        isSettling = true;
        restoredTime = lastTime;
    }

    /** The multi-media time of a frame, 32 bits and never 0, which clients take for a missing one. */
    long stamp(long drawnMillis) {
        long time = playsSound ? drawnMillis : drawnMillis - clientLagMillis + delayMillis;
        if (hasStamped && time <= lastTime) {
            time = lastTime + 1;
        }
        if ((time & U32) == 0) {
            time++;
        }
        hasStamped = true;
        lastTime = time;
        return time & U32;
    }

    /** What the client says of a frame that it was really sent. */
    void onReport(StreamReport report, long nowMillis) {
        if (isSettling && (int) (report.endFrameMultiMediaTime() - restoredTime) > 0) {
            // What was stamped until now has waited for a client that changed hosts.
            isSettling = false;
            settledTime = lastTime;
        }
        playsSound = report.audioDelayMillis() != StreamReport.NO_AUDIO;
        if (playsSound || isOutdated(report.endFrameMultiMediaTime())) {
            return;
        }
        int margin = Math.max(-MAX_MARGIN_MILLIS, Math.min(MAX_MARGIN_MILLIS, report.lastFrameDelayMillis()));
        if (margin < SCANT_MARGIN_MILLIS) {
            setDelay(delayMillis + WANTED_MARGIN_MILLIS - margin, nowMillis);
            return;
        }
        leastMarginMillis = Math.min(leastMarginMillis, margin);
        if (nowMillis >= shrinkDueMillis) {
            if (leastMarginMillis > AMPLE_MARGIN_MILLIS) {
                int spare = leastMarginMillis - WANTED_MARGIN_MILLIS;
                setDelay(delayMillis - Math.min(MAX_SHRINK_MILLIS, spare / 2), nowMillis);
            } else {
                beginWindow(nowMillis);
            }
        }
    }

    int delayMillis() {
        return delayMillis;
    }

    /** A frame that was stamped before the delay changed says nothing of the new delay. */
    private boolean isOutdated(long reportedTime) {
        return (int) (reportedTime - settledTime) <= 0;
    }

    private void setDelay(int millis, long nowMillis) {
        delayMillis = Math.max(MIN_DELAY_MILLIS, Math.min(MAX_DELAY_MILLIS, millis));
        settledTime = lastTime;
        beginWindow(nowMillis);
    }

    private void beginWindow(long nowMillis) {
        leastMarginMillis = Integer.MAX_VALUE;
        shrinkDueMillis = nowMillis + SHRINK_MILLIS;
    }
}
