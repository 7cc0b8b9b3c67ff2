package dev.caraway.server.channel;

import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.wire.Bytes;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a client from time to time whether it is there.
 *
 * <p>One ping is outstanding at most. A client that leaves a ping unanswered for {@link #SILENCE_MILLIS} is gone, unless it says something else or takes what waits
 * for it: then it is only slow, and its time begins anew. On the loop only.
 */
public final class PingMonitor {

    /** Between an answer and the next question, on channels that a user would miss at once. */
    public static final long BUSY_INTERVAL_MILLIS = 15_000;

    /** The same on channels where only a dead peer is looked for. */
    public static final long QUIET_INTERVAL_MILLIS = 300_000;

    /** A ping unanswered for so long means that nobody is there: as long as a stalled socket is given. */
    public static final long SILENCE_MILLIS = 90_000;

    /** How often a client whose answer is awaited is looked at. */
    private static final long LOOK_MILLIS = SILENCE_MILLIS / 6;

    /** Between two looks whether everything before the next question has left: it would wait in the queue otherwise. */
    private static final long QUEUED_MILLIS = 1_000;

    private final Loop loop;
    private final Outbox outbox;
    private final long intervalMillis;
    private final Runnable onSilent;
    private int lastId;
    private long askedNanos;
    private OptionalLong roundTripNanos = OptionalLong.empty();
    private boolean outstanding;
    private boolean heard;
    private long silentMillis;
    private long lastPendingBytes;
    private Loop.@Nullable Timer timer;

    /** @param onSilent called once when the client is found to be gone */
    public PingMonitor(Loop loop, Outbox outbox, long intervalMillis, Runnable onSilent) {
        this.loop = loop;
        this.outbox = outbox;
        this.intervalMillis = intervalMillis;
        this.onSilent = onSilent;
    }

    /** Begins to ask, after one interval. */
    public void start() {
        timer = loop.schedule(intervalMillis, this::ask);
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The client has said something, whatever it was. */
    public void onHeard() {
        heard = true;
    }

    /** Takes a pong; one that answers no question of ours is ignored. */
    public void onPong(Pong pong) {
        if (!outstanding || pong.id() != lastId) {
            return;
        }
        outstanding = false;
        roundTripNanos = OptionalLong.of(loop.nanoTime() - askedNanos);
        stop();
        start();
    }

    /** How long the last answer took; empty before the first. */
    public OptionalLong roundTripNanos() {
        return roundTripNanos;
    }

    private void ask() {
        if (outbox.pendingBytes() > 0) {
            timer = loop.schedule(QUEUED_MILLIS, this::ask);
            return;
        }
        lastId++;
        outstanding = true;
        askedNanos = loop.nanoTime();
        outbox.send(new Ping(lastId, TimeUnit.NANOSECONDS.toMicros(askedNanos), Bytes.EMPTY));
        heard = false;
        silentMillis = 0;
        lastPendingBytes = 0;
        timer = loop.schedule(LOOK_MILLIS, this::look);
    }

    private void look() {
        long pendingBytes = outbox.pendingBytes();
        boolean lives = heard || pendingBytes < lastPendingBytes;
        heard = false;
        lastPendingBytes = pendingBytes;
        silentMillis = lives ? 0 : silentMillis + LOOK_MILLIS;
        if (silentMillis >= SILENCE_MILLIS) {
            timer = null;
            onSilent.run();
        } else {
            timer = loop.schedule(LOOK_MILLIS, this::look);
        }
    }
}
