package dev.caraway.server.rehearsal;

import dev.caraway.server.channel.Loop;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The loop of all that is made up for one rehearsal: its one thread turns it by hand, and its time passes when it is told
 * to. Guests save and load themselves on threads of their own, which hand in tasks as other threads do.
 */
final class RehearsalLoop implements Loop {

    /** So long a guest's thread has for its next word. */
    private static final long PAUSE_MICROS = 200;

    private record Scheduled(long dueNanos, long order, Runnable task) {}

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::dueNanos).thenComparingLong(Scheduled::order));
    private final Thread owner = Thread.currentThread();
    private volatile long nowNanos;
    private long scheduled;

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
        Scheduled timer = new Scheduled(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis), scheduled++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }

    /** Lets a millisecond pass, and runs what is due by then. */
    void turn() {
        long until = millis() + 1;
        runTasks();
        while (passTo(until)) {
            runTasks();
        }
        runTasks();
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

    /** Waits a moment of real time for a task of another thread, and runs it; whether one came. */
    boolean awaitTask() throws InterruptedException {
        Runnable task = tasks.poll(PAUSE_MICROS, TimeUnit.MICROSECONDS);
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Lets time pass to the next timer, but no further than {@code untilMillis}; whether one was due. */
    boolean passTo(long untilMillis) {
        long until = TimeUnit.MILLISECONDS.toNanos(untilMillis);
        Scheduled next = timers.peek();
        if (next == null || next.dueNanos > until) {
            nowNanos = Math.max(nowNanos, until);
            return false;
        }
        timers.remove(next);
        nowNanos = Math.max(nowNanos, next.dueNanos);
        next.task.run();
        return true;
    }
}
