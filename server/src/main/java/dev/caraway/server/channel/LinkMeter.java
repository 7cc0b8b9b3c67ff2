package dev.caraway.server.channel;

import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures one channel's link with pings between its messages, and says how much may be on its way.
 *
 * <p>A client handles a ping after everything before it, so its pong says what has arrived and been dealt with. From the
 * pongs follow the round trip and, while the link is busy, the bytes that it carries. What is sent beyond what the link
 * carries waits in somebody's buffer, where nothing can be done about it any more; so no more is let go than the link
 * needs to stay busy. On the loop only.
 */
public final class LinkMeter {

    /** A ping after so many bytes: often enough for a slow link, seldom enough for a fast one. */
    static final long PROBE_BYTES = 16 << 10;

    /** Before anything was measured: what a link of 10 Mbit/s takes in about 50 milliseconds. */
    static final long UNMEASURED_BYTES = 64 << 10;

    /** Never less may be on its way: twice what lies between two pings, so that there is always one to wait for. */
    static final long LEAST_BYTES = 2 * PROBE_BYTES;

    /** Ids of these pings, apart from those of {@link PingMonitor}, which counts from 1. */
    private static final int FIRST_ID = 1 << 30;

    /** A client that does not answer is not asked for ever. */
    private static final int PROBES_MAX = 256;

    /** What may wait before the bottleneck, so that the link never runs dry between two pongs. */
    private static final long QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    /** What waits there at most when {@link #hasSpareRoom} is heeded, besides the message that is sent then. */
    private static final long SPARE_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Less than this on its way is nothing: a ping, and a small message before it. */
    private static final long SPARE_LEAST_BYTES = 256;

    /** Pongs come in bursts, so a rate is measured over this much time or more. */
    private static final long SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A measured rate is forgotten after so many newer ones. */
    private static final int SAMPLES = 8;

    /** A round trip is forgotten after so long: routes change. */
    private static final long ROUND_TRIP_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Longer than any client's answer is waited for. */
    private static final long LONGEST_ROUND_TRIP_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** More than any link carries: a terabyte. */
    private static final long FASTEST_BYTES_PER_SECOND = 1L << 40;

    /** How long a client takes to change hosts, and what it can hold unread. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final long SETTLING_BYTES = 256 << 10;

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** A ping, what had been sent when it left, and the same of the ping before it. */
    private record Probe(int id, long sentBytes, long sentNanos, long bytesBefore, long nanosBefore) {}

    /** What had arrived at a moment. */
    private record Arrival(long bytes, long nanos) {}

    private final Loop loop;
    private final Outbox outbox;
    private final Deque<Probe> outstanding = new ArrayDeque<>();
    private final double[] rates = new double[SAMPLES];
    private int rateCount;
    private boolean wasSaturated;
    private boolean isSettling;
    private int nextId = FIRST_ID;
    private long probedBytes;
    private long probedNanos;
    private Arrival last = new Arrival(0, Long.MIN_VALUE);
    /** Since then the link has been busy without a pause; null while it has not. */
    private @Nullable Arrival busySince;

    private long roundTripNanos = Long.MAX_VALUE;
    private long roundTripSince;

    public LinkMeter(Loop loop, Outbox outbox) {
        this.loop = loop;
        this.outbox = outbox;
        this.probedNanos = loop.nanoTime();
    }

    /** Writes what was measured, and how far ids have come. */
    public void save(SpiceWriter out) {
        out.i32(nextId);
        out.bool8(rateCount > 0);
        if (rateCount > 0) {
            out.i64(Math.min(roundTripNanos, LONGEST_ROUND_TRIP_NANOS));
            out.i64(Math.min((long) fastest(), FASTEST_BYTES_PER_SECOND));
            out.bool8(wasSaturated);
        }
    }

    /**
     * Begins with what the source's meter has measured; before anything was sent. Ids go on, so that a pong to a ping of
     * the source's, if one comes here, answers none of ours.
     */
    public void restore(SpiceReader in) {
        int id = in.i32("link.next_id");
        if (id < FIRST_ID) {
            throw in.violation("link.next_id", "expected " + FIRST_ID + " or more, got " + id);
        }
        nextId = id;
        if (!in.bool8("link.is_measured")) {
            return;
        }
        long nanos = in.i64("link.round_trip");
        long rate = in.i64("link.bytes_per_second");
        wasSaturated = in.bool8("link.was_saturated");
        if (nanos < 1 || nanos > LONGEST_ROUND_TRIP_NANOS) {
            throw in.violation("link.round_trip", "expected 1 to " + LONGEST_ROUND_TRIP_NANOS + ", got " + nanos);
        }
        if (rate < 0 || rate > FASTEST_BYTES_PER_SECOND) {
            throw in.violation("link.bytes_per_second", "expected 0 to " + FASTEST_BYTES_PER_SECOND + ", got " + rate);
        }
        measureRoundTrip(nanos, loop.nanoTime());
        enter((double) rate);
        isSettling = true;
    }

    /** Messages have been sent; now and then a ping follows them. */
    public void onSent() {
        if (outbox.sentBytes() - probedBytes >= PROBE_BYTES) {
            ping();
        }
    }

    /** A ping now, if anything was sent since the last one: a sender wants to know what is still on its way. */
    public void probe() {
        if (outbox.sentBytes() - probedBytes >= SPARE_LEAST_BYTES) {
            ping();
        }
    }

    private void ping() {
        if (outstanding.size() == PROBES_MAX) {
            return;
        }
        long sent = outbox.sentBytes();
        long now = loop.nanoTime();
        Probe probe = new Probe(nextId, sent, now, probedBytes, probedNanos);
        nextId = nextId == Integer.MAX_VALUE ? FIRST_ID : nextId + 1;
        outstanding.addLast(probe);
        probedBytes = sent;
        probedNanos = now;
        outbox.send(new Ping(probe.id, TimeUnit.NANOSECONDS.toMicros(now), Bytes.EMPTY));
    }

    /** Takes a pong; one that answers no ping of this meter is ignored. */
    public void onPong(Pong pong) {
        if (outstanding.stream().noneMatch(probe -> probe.id == pong.id())) {
            return;
        }
        Probe probe = outstanding.removeFirst();
        while (probe.id != pong.id()) {
            probe = outstanding.removeFirst();
        }
        long now = loop.nanoTime();
        isSettling = false;
        measureRoundTrip(Math.max(1, now - probe.sentNanos), now);
        measureRate(probe, now);
        last = new Arrival(probe.sentBytes, now);
    }

    /** Whether one more message may be sent without waiting long before the bottleneck. */
    public boolean isOpen() {
        return outbox.sentBytes() - last.bytes < budgetBytes() + settlingBytes();
    }

    /**
     * Whether a message that nobody waits for may be sent: so little is on its way that one which somebody waits for
     * would hardly be later. After a no, {@link #probe} sees to it that a pong comes when there is room.
     */
    public boolean hasSpareRoom() {
        return outbox.sentBytes() - last.bytes < Math.max(SPARE_LEAST_BYTES, spareBytes());
    }

    /**
     * What the link carries, in bytes a second: at least so much, and exactly so much once it {@link #wasSaturated}.
     * Empty before the first pong.
     */
    public OptionalLong bytesPerSecond() {
        return rateCount == 0 ? OptionalLong.empty() : OptionalLong.of((long) fastest());
    }

    /** Whether the link was ever given as much as it can carry. */
    public boolean wasSaturated() {
        return wasSaturated;
    }

    /** The shortest round trip of late; empty before the first pong. */
    public OptionalLong roundTripNanos() {
        return roundTripNanos == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(roundTripNanos);
    }

    private void measureRoundTrip(long nanos, long now) {
        if (nanos <= roundTripNanos || now - roundTripSince > ROUND_TRIP_NANOS) {
            roundTripNanos = nanos;
            roundTripSince = now;
        }
    }

    private void measureRate(Probe probe, long now) {
        boolean isBusy = probe.sentNanos < last.nanos;
        if (isBusy && busySince != null) {
            if (now - busySince.nanos >= SPAN_NANOS) {
                wasSaturated = true;
                enter(rate(probe.sentBytes - busySince.bytes, now - busySince.nanos));
                busySince = new Arrival(probe.sentBytes, now);
            }
            return;
        }
        // The link had pauses, and may carry more than it did: what left after the ping before has arrived by now.
        double atLeast = rate(probe.sentBytes - probe.bytesBefore, now - probe.nanosBefore);
        if (atLeast > fastest()) {
            enter(atLeast);
        }
        busySince = new Arrival(probe.sentBytes, now);
    }

    private void enter(double rate) {
        rates[rateCount++ % SAMPLES] = rate;
    }

    private double fastest() {
        double fastest = 0;
        for (int i = 0; i < Math.min(rateCount, SAMPLES); i++) {
            fastest = Math.max(fastest, rates[i]);
        }
        return fastest;
    }

    /** Before the first pong a client that changes hosts reads nothing yet: what waits for it waits at its end. */
    private long settlingBytes() {
        return isSettling ? Math.min(SETTLING_BYTES, (long) (fastest() * SETTLING_NANOS / NANOS_PER_SECOND)) : 0;
    }

    private long budgetBytes() {
        if (rateCount == 0) {
            return UNMEASURED_BYTES;
        }
        double bytes = fastest() * (roundTripNanos + QUEUE_NANOS) / NANOS_PER_SECOND;
        // A link that was never saturated may carry much more: each round trip tries twice as much.
        return Math.max(LEAST_BYTES, (long) (wasSaturated ? bytes : Math.max(2 * bytes, UNMEASURED_BYTES)));
    }

    private long spareBytes() {
        if (rateCount == 0) {
            return 0;
        }
        return wasSaturated
                ? (long) (fastest() * (roundTripNanos + SPARE_QUEUE_NANOS) / NANOS_PER_SECOND)
                : budgetBytes() / 2;
    }

    private static double rate(long bytes, long nanos) {
        return bytes * NANOS_PER_SECOND / Math.max(1, nanos);
    }
}
