package dev.caraway.server.inputs;

import java.util.concurrent.TimeUnit;

/**
 * How many input events a client may send: {@link #PER_SECOND} on average, {@link #BURST} at once.
 *
 * <p>What is beyond is not dropped; the client is not read from until it has budget again.
 */
final class EventBudget {

    /** Twice what the fastest mouse reports (hostile-inputs 2.0). */
    static final int PER_SECOND = 2_000;

    static final int BURST = 4_000;

    private static final long NANOS_PER_EVENT = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private long left = BURST;
    private long countedNanos;

    EventBudget(long nowNanos) {
        countedNanos = nowNanos;
    }

    /** Spends so many events, 1 or more; whether there is budget for another. */
    boolean spend(int events, long nowNanos) {
        long earned = (nowNanos - countedNanos) / NANOS_PER_EVENT;
        left = Math.min(BURST, left + earned);
        countedNanos += earned * NANOS_PER_EVENT;
        left -= events;
        return left > 0;
    }

    /** How long to wait until a tenth of a second's budget is there again. */
    long pauseMillis() {
        return 100 + Math.max(0, -left) * 1000 / PER_SECOND;
    }
}
