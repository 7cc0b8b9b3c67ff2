package dev.caraway.server;

import dev.caraway.server.channel.Loop;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The loop of all hosts of a test: its thread is the test's, and its time a number. Guests save and load themselves on
 * threads of their own, which hand in tasks as other threads do.
 */
final class HostTime implements Loop {

    /** A task and when it is due. */
    private static final class Due implements Timer {

        private final long nanos;
        private final long order;
        private final Runnable task;
        private boolean isCancelled;

        private Due(long nanos, long order, Runnable task) {
            this.nanos = nanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.<Due>comparingLong(due -> due.nanos).thenComparingLong(due -> due.order));
    private final Thread owner = Thread.currentThread();
    private volatile long nowNanos;
    private long scheduledSoFar;

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Due timer = new Due(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis), scheduledSoFar++, task);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    /** Runs what is due now, and what that makes due; whether there was anything. */
    boolean runTasks() {
        boolean isAny = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            isAny = true;
        }
        return isAny;
    }

    /** Runs one of the tasks that are due now; whether there was one. */
    boolean runTask() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Waits a moment of real time for a task of another thread, and runs it; whether one came. */
    boolean awaitTask() throws InterruptedException {
        Runnable task = tasks.poll(1, TimeUnit.MILLISECONDS);
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Lets time pass to the next timer, but no further than {@code untilMillis}; whether one was due. */
    boolean passTo(long untilMillis) {
        long until = TimeUnit.MILLISECONDS.toNanos(untilMillis);
        Due next = nextTimer();
        if (next == null || next.nanos > until) {
            nowNanos = Math.max(nowNanos, until);
            return false;
        }
        timers.remove(next);
        nowNanos = Math.max(nowNanos, next.nanos);
        next.task.run();
        return true;
    }

    private @Nullable Due nextTimer() {
        while (!timers.isEmpty() && timers.peek().isCancelled) {
            timers.remove();
        }
        return timers.peek();
    }
}
