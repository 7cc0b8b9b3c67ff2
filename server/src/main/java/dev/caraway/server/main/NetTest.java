package dev.caraway.server.main;

import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Measures a client's link when it connects: two empty pings for the round trip, of which the first only warms up, and
 * one with ballast for the rate (main-channel-client.cpp: start_net_test).
 *
 * <p>Times are our own; what a pong carries is only compared. On the loop only.
 */
final class NetTest {

    /** What the third ping carries: enough to be felt on a slow link. */
    static final int BALLAST_BYTES = 256_000;

    /** Ids of their own, so that no other ping's answer is taken for one of these. */
    private static final int FIRST_ID = 0x4e54_0000;

    private static final int QUESTIONS = 3;
    private static final long MIN_BITS_PER_SECOND = 64_000;
    private static final long MAX_BITS_PER_SECOND = 10_000_000_000L;

    private final Loop loop;
    private final Outbox outbox;
    private final long[] sentNanos = new long[QUESTIONS];
    private final long[] roundTripNanos = new long[QUESTIONS];
    private int answered;

    NetTest(Loop loop, Outbox outbox) {
        this.loop = loop;
        this.outbox = outbox;
    }

    void start() {
        ask(0, Bytes.EMPTY);
        ask(1, Bytes.EMPTY);
        ask(2, Bytes.wrap(new byte[BALLAST_BYTES]));
    }

    void onPong(Pong pong) {
        if (answered < QUESTIONS && pong.id() == FIRST_ID + answered) {
            roundTripNanos[answered] = Math.max(0, loop.nanoTime() - sentNanos[answered]);
            answered++;
        }
    }

    /** Bits a second, 64 kbit/s to 10 Gbit/s; empty while unknown, or too fast to be measured this way. */
    OptionalLong bitsPerSecond() {
        long transferNanos = roundTripNanos[2] - roundTripNanos[1];
        if (answered < QUESTIONS || transferNanos <= 0) {
            return OptionalLong.empty();
        }
        long rate = (long) (BALLAST_BYTES * 8.0 * TimeUnit.SECONDS.toNanos(1) / transferNanos);
        return OptionalLong.of(Math.max(MIN_BITS_PER_SECOND, Math.min(MAX_BITS_PER_SECOND, rate)));
    }

    boolean isDone() {
        return answered == QUESTIONS;
    }

    private void ask(int question, Bytes ballast) {
        sentNanos[question] = loop.nanoTime();
        outbox.send(new Ping(FIRST_ID + question, TimeUnit.NANOSECONDS.toMicros(sentNanos[question]), ballast));
    }
}
