package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** Time passes when somebody waits, and what is due by then happens. The processor is busy half of the time. */
final class ScriptedClock implements ReplayClock {

    private static final long MILLI = 1_000_000;

    private final Queue<Due> script = new ArrayDeque<>();
    private long nanos;

    private record Due(long nanos, Runnable happens) {}

    void at(long millis, Runnable happens) {
        script.add(new Due(millis * MILLI, happens));
    }

    long millis() {
        return nanos / MILLI;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long cpuNanos() {
        return nanos / 2;
    }

    @Override
    public void await(Condition changed, long limitNanos, BooleanSupplier isOver) {
        long started = nanos;
        while (!isOver.getAsBoolean()) {
            Due next = script.peek();
            if (next == null || next.nanos - started > limitNanos) {
                assertThat(limitNanos).as("a wait that nothing ends").isLessThan(Long.MAX_VALUE);
                nanos = started + limitNanos;
                return;
            }
            script.remove();
            nanos = next.nanos;
            next.happens.run();
        }
    }
}
