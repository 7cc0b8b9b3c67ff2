package dev.caraway.server.video;

import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many bytes a second one MJPEG stream may take of a client's link, and so when its next frame leaves and with which
 * quality.
 *
 * <p>The client reports every frame ({@link ClientVideoStream}), so it is known how long each took. What a frame took
 * beyond the way there and back and its own transfer, it spent in a queue. When frames begin to queue the rate falls to
 * what really arrived; while they do not, it grows: fast at first, and slowly near the rate at which they queued last. A
 * client that does not report is slowed by frames that were replaced in the pipe alone. Times are milliseconds of the
 * loop's clock.
 */
final class MjpegRateControl {

    static final double MIN_BYTES_PER_SECOND = 8_000;
    static final double MAX_BYTES_PER_SECOND = 125_000_000;

    /** A frame that queued longer than this was sent too early. */
    private static final double CONGESTED_MILLIS = 60;

    /** A frame that queued less did not queue. */
    private static final double CLEAR_MILLIS = 25;

    /** A frame that takes longer by itself is too large, or the way is not what it was thought to be. */
    private static final double MAX_TRANSFER_MILLIS = 150;

    /** So much may be on its way beyond what the way itself holds. */
    private static final double FLIGHT_MILLIS = 100;

    /** Frames that may be on their way: the first travels alone, and each that does not queue allows one more. */
    private static final int MAX_FLIGHT_FRAMES = Flight.MAX_FRAMES / 2;

    /** Of the rate that arrived while frames queued, so that the queue drains. */
    private static final double DRAIN = 0.9;

    private static final double MAX_CUT = 0.9;

    /** Growth a second, far from the rate at which frames queued and near to it. */
    private static final double FAST_GROWTH = 1.2;

    private static final double SLOW_GROWTH = 0.03;

    /** Below this part of the rate at which frames queued, growth is fast. */
    private static final double NEAR = 0.85;

    /** A rate that goes through by so much more than the one at which frames queued means another link. */
    private static final double REFUTED = 1.1;

    /** The rate beyond what the best picture takes is of no use, and would be a lie when the picture changes. */
    private static final double USEFUL = 1.5;

    /** A frame of which nobody speaks for so long will not be spoken of. */
    static final long SILENCE_MILLIS = 2_000;

    /** A client that was silent so often in a row does not report. */
    private static final int SILENCES = 3;

    /**
     * When frames seem to queue for so long, however low the rate, perhaps the way has become longer: then the next frame
     * that travels alone shows how long it is when nothing queues.
     */
    private static final long WAY_MEMORY_MILLIS = 3_000;

    private static final long DROP_WINDOW_MILLIS = 1_000;
    private static final double TOLERATED_DROPS = 0.1;
    private static final int MIN_DROPS = 2;

    /** A frame may leave so much early, because the source is not regular. */
    private static final long CREDIT_MILLIS = 50;

    /** No way is longer. */
    private static final double WAY_MAX_MILLIS = 3_600_000;

    /** Frames that wait for a client that changes hosts: half a second of most videos. */
    private static final int SETTLING_FRAMES = 12;

    private final QualityLadder ladder;
    private final Flight flight = new Flight();
    private double knownWayMillis;
    private double bytesPerSecond;
    private final FramePace pace;
    private double nextDueMillis = Double.NEGATIVE_INFINITY;
    private int flightFrames = 1;
    private final boolean promisesReports;
    private boolean reports;
    private int silences;
    private boolean isSettling;
    private long restoredMillis;
    private double wayMillis;
    private long wayUntilMillis;
    private long lastReportMillis;
    private long grownMillis;
    private long cutMillis = Long.MIN_VALUE;
    private double congestedBytesPerSecond = Double.POSITIVE_INFINITY;
    private long dropsSinceMillis;
    private int framesInWindow;
    private int dropsInWindow;

    /**
     * @param bytesPerSecond of the link that this stream may take at first
     * @param roundTripMillis the shortest one measured, or 0 if none was
     * @param reports whether the client reports each frame
     */
    MjpegRateControl(
            double bytesPerSecond,
            long roundTripMillis,
            long pixels,
            double sourceFramesPerSecond,
            boolean reports,
            long nowMillis) {
        this.bytesPerSecond = clamped(bytesPerSecond);
        this.knownWayMillis = (double) roundTripMillis;
        this.wayMillis = knownWayMillis > 0 ? knownWayMillis : Double.POSITIVE_INFINITY;
        this.ladder = new QualityLadder(pixels);
        this.pace = new FramePace(sourceFramesPerSecond);
        this.promisesReports = reports;
        this.reports = reports;
        this.lastReportMillis = nowMillis;
        this.grownMillis = nowMillis;
        this.wayUntilMillis = nowMillis + WAY_MEMORY_MILLIS;
        this.dropsSinceMillis = nowMillis;
    }

    /** Writes what was learned of the link and of the frames. */
    void save(SpiceWriter out, long nowMillis) {
        SavedDouble.save(bytesPerSecond, out);
        SavedDouble.save(Math.min(knownWayMillis, WAY_MAX_MILLIS), out);
        SavedDouble.save(wayMillis, out);
        SavedDouble.save(congestedBytesPerSecond, out);
        out.u8(flightFrames);
        out.u8(Math.min(silences, SILENCES));
        out.bool8(reports);
        ladder.save(out);
        flight.save(out, nowMillis);
    }

    /**
     * Goes on with what {@link #save} has written. Frames that are sent before the client has changed hosts wait for it,
     * which says nothing of the link: until the first of them is reported they are not held up, and none is judged.
     */
    void restore(SpiceReader in, long nowMillis) {
        bytesPerSecond = SavedDouble.restore(in, "rate.bytes", MIN_BYTES_PER_SECOND, MAX_BYTES_PER_SECOND);
        knownWayMillis = SavedDouble.restore(in, "rate.known_way", 0, WAY_MAX_MILLIS);
        wayMillis = SavedDouble.restore(in, "rate.way", -WAY_MAX_MILLIS, Double.POSITIVE_INFINITY);
        congestedBytesPerSecond = SavedDouble.restore(in, "rate.congested", 0, Double.POSITIVE_INFINITY);
        flightFrames = in.u8("rate.flight_frames");
        if (flightFrames < 1 || flightFrames > MAX_FLIGHT_FRAMES) {
            throw in.violation("rate.flight_frames", "expected 1 to " + MAX_FLIGHT_FRAMES + ", got " + flightFrames);
        }
        silences = in.u8("rate.silences");
        reports = in.bool8("rate.reports") && promisesReports;
        ladder.restore(in, nowMillis);
        flight.restore(in, nowMillis);
        isSettling = true;
        restoredMillis = nowMillis;
    }

    /** The client reads here by now; what was sent before says nothing of the link. */
    private void settle(long nowMillis) {
        isSettling = false;
        cutMillis = nowMillis;
        grownMillis = nowMillis;
    }

    /** The quality of a frame that may leave now, 20 to 80; empty while the link has enough to do. */
    OptionalInt admit(long nowMillis) {
        onSilence(nowMillis);
        if (nowMillis < nextDueMillis || nowMillis < pace.earliestMillis()) {
            return OptionalInt.empty();
        }
        int quality = ladder.choose(bytesPerSecond, pace.framesPerSecond(), nowMillis);
        return hasRoom(ladder.expectedBytes(quality)) ? OptionalInt.of(quality) : OptionalInt.empty();
    }

    /** When to ask again after a refusal, at the latest; a report may allow a frame before. */
    long dueMillis(long nowMillis) {
        if (nowMillis < pace.earliestMillis()) {
            return (long) Math.ceil(Math.max(nextDueMillis, pace.latestMillis()));
        }
        if (nowMillis < nextDueMillis) {
            return (long) Math.ceil(nextDueMillis);
        }
        return flight.isEmpty() ? nowMillis : flight.oldestMillis() + SILENCE_MILLIS + 1;
    }

    /** The video's own rate, 1 to 60. */
    void onSourceRate(double framesPerSecond) {
        pace.onSourceRate(framesPerSecond);
    }

    /** @param time the frame's multi-media time */
    void onSent(long time, int bytes, int quality, long nowMillis) {
        ladder.onFrame(bytes, quality);
        pace.onSent(nowMillis);
        countFrame(nowMillis);
        double from = Math.max(nextDueMillis, (double) (nowMillis - CREDIT_MILLIS));
        nextDueMillis = from + bytes * 1000.0 / bytesPerSecond;
        if (reports) {
            flight.add(time, bytes, nowMillis);
        } else {
            grow(nowMillis);
        }
    }

    /** A newer frame took the place of one that still waited in the pipe: the socket is slower than the video. */
    void onReplaced(long nowMillis) {
        countFrame(nowMillis);
        if (nowMillis < nextDueMillis) {
            // It would have had to wait anyway.
            return;
        }
        dropsInWindow++;
        if (dropsInWindow >= MIN_DROPS && dropsInWindow > TOLERATED_DROPS * Math.max(framesInWindow, 10)) {
            cut(MAX_CUT * bytesPerSecond, nowMillis);
            beginDropWindow(nowMillis);
        }
    }

    /**
     * Takes a report of this stream.
     *
     * @return whether it speaks of a frame that was sent and not yet spoken of; if not, it was ignored
     */
    boolean onReport(StreamReport report, long nowMillis) {
        silences = 0;
        reports = promisesReports;
        Optional<Flight.Arrival> arrival = flight.arrive(report.endFrameMultiMediaTime());
        if (arrival.isEmpty()) {
            return false;
        }
        onArrival(arrival.get(), nowMillis);
        lastReportMillis = nowMillis;
        return true;
    }

    double bytesPerSecond() {
        return bytesPerSecond;
    }

    int quality() {
        return ladder.quality();
    }

    private void onArrival(Flight.Arrival arrival, long nowMillis) {
        Flight.Sent frame = arrival.frame();
        if (isSettling) {
            if (frame.sentMillis() >= restoredMillis) {
                settle(nowMillis);
            }
            return;
        }
        double tookMillis = Math.max(0, nowMillis - frame.sentMillis());
        double transferMillis = transferMillis(frame.bytes());
        learnWay(frame, Math.max(knownWayMillis, tookMillis - transferMillis), nowMillis);
        double queuedMillis = tookMillis - wayMillis - transferMillis;
        if (queuedMillis > CONGESTED_MILLIS) {
            if (frame.sentMillis() >= cutMillis) {
                flightFrames = Math.max(1, flightFrames / 2);
                congestedBytesPerSecond = arrivedBytesPerSecond(arrival, tookMillis, nowMillis);
                cut(Math.min(MAX_CUT * bytesPerSecond, DRAIN * congestedBytesPerSecond), nowMillis);
            }
        } else if (queuedMillis < CLEAR_MILLIS) {
            flightFrames = Math.min(MAX_FLIGHT_FRAMES, flightFrames + 1);
            grow(nowMillis);
        } else {
            grownMillis = nowMillis;
        }
    }

    /** What the link carried while it was busy: since the report before, or for a frame that was alone, since it left. */
    private double arrivedBytesPerSecond(Flight.Arrival arrival, double tookMillis, long nowMillis) {
        double busyMillis = arrival.frame().wasAlone() ? tookMillis - wayMillis : nowMillis - lastReportMillis;
        return Math.min(bytesPerSecond, arrival.arrivedBytes() * 1000.0 / Math.max(1, busyMillis));
    }

    private void grow(long nowMillis) {
        double seconds = Math.max(0, Math.min(1000, nowMillis - grownMillis)) / 1000.0;
        grownMillis = nowMillis;
        if (bytesPerSecond > REFUTED * congestedBytesPerSecond) {
            congestedBytesPerSecond = Double.POSITIVE_INFINITY;
        }
        double useful = USEFUL * ladder.usefulBytesPerSecond(pace.framesPerSecond());
        if (bytesPerSecond < useful) {
            boolean isNear = bytesPerSecond > NEAR * congestedBytesPerSecond;
            double growth = reports && !isNear ? FAST_GROWTH : SLOW_GROWTH;
            bytesPerSecond = clamped(Math.min(useful, bytesPerSecond * (1 + growth * seconds)));
        }
    }

    private void cut(double target, long nowMillis) {
        bytesPerSecond = clamped(target);
        cutMillis = nowMillis;
        grownMillis = nowMillis;
    }

    /** Without a measured round trip, the way holds the transfer of a frame too: nothing tells them apart. */
    private double transferMillis(int bytes) {
        return knownWayMillis > 0 ? Math.min(MAX_TRANSFER_MILLIS, bytes * 1000.0 / bytesPerSecond) : 0;
    }

    private void learnWay(Flight.Sent frame, double sampleMillis, long nowMillis) {
        if (frame.wasAlone() && nowMillis >= wayUntilMillis) {
            // What was measured once is not true any more.
            knownWayMillis = 0;
            wayMillis = nowMillis - frame.sentMillis();
            wayUntilMillis = nowMillis + WAY_MEMORY_MILLIS;
            return;
        }
        wayMillis = Math.min(wayMillis, sampleMillis);
        if (sampleMillis - wayMillis < CLEAR_MILLIS) {
            wayUntilMillis = nowMillis + WAY_MEMORY_MILLIS;
        }
    }

    private boolean hasRoom(double expectedBytes) {
        if (isSettling) {
            return flight.sentSince(restoredMillis) < SETTLING_FRAMES;
        }
        if (flight.isEmpty() || flight.size() >= flightFrames) {
            return flight.isEmpty();
        }
        double way = wayMillis == Double.POSITIVE_INFINITY ? 0 : wayMillis;
        return flight.bytes() + expectedBytes <= bytesPerSecond * (way + FLIGHT_MILLIS) / 1000;
    }

    private void onSilence(long nowMillis) {
        boolean wasHeardOf = isSettling && nowMillis - restoredMillis < SILENCE_MILLIS;
        if (flight.forgetBefore(nowMillis - SILENCE_MILLIS) && !wasHeardOf) {
            isSettling = false;
            silences++;
            reports = silences < SILENCES;
            cut(bytesPerSecond / 2, nowMillis);
        }
    }

    private void countFrame(long nowMillis) {
        if (nowMillis - dropsSinceMillis >= DROP_WINDOW_MILLIS) {
            beginDropWindow(nowMillis);
        }
        framesInWindow++;
    }

    private void beginDropWindow(long nowMillis) {
        dropsSinceMillis = nowMillis;
        framesInWindow = 0;
        dropsInWindow = 0;
    }

    private static double clamped(double rate) {
        return Math.max(MIN_BYTES_PER_SECOND, Math.min(MAX_BYTES_PER_SECOND, rate));
    }
}
