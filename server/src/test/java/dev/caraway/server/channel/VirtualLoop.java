package dev.caraway.server.channel;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A loop whose time is a number and whose turns are taken by the test: everything happens on the test's thread. */
public final class VirtualLoop implements Loop {

    private static final class Scheduled implements Timer {
        private final long dueNanos;
        private final long order;
        private final Runnable task;
        private boolean isCancelled;

        private Scheduled(long dueNanos, long order, Runnable task) {
            this.dueNanos = dueNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            isCancelled = true;
        }
    }

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers = new PriorityQueue<>(
            Comparator.<Scheduled>comparingLong(timer -> timer.dueNanos).thenComparingLong(timer -> timer.order));
    private long nowNanos;
    private long scheduledSoFar;

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Scheduled timer = new Scheduled(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis), scheduledSoFar++, task);
        timers.add(timer);
        return timer;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Runs what is due now, and what that makes due. */
    public void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    public void advanceMillis(long millis) {
        long until = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
        runTasks();
        for (Scheduled next = timers.peek(); next != null && next.dueNanos <= until; next = timers.peek()) {
            timers.remove(next);
            nowNanos = next.dueNanos;
            if (!next.isCancelled) {
                next.task.run();
                runTasks();
            }
        }
        nowNanos = until;
    }
}
