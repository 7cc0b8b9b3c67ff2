package dev.caraway.server.rehearsal;

import dev.caraway.server.channel.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** A loop that its one thread turns by hand, and whose time passes when it is told to. */
final class RehearsalLoop implements Loop {

    private record Scheduled(long dueNanos, long order, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> timers =
            new PriorityQueue<>(Comparator.comparingLong(Scheduled::dueNanos).thenComparingLong(Scheduled::order));
    private long nowNanos;
    private long scheduled;

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
        Scheduled timer = new Scheduled(nowNanos + TimeUnit.MILLISECONDS.toNanos(delayMillis), scheduled++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Lets a millisecond pass, and runs what is due by then. */
    void turn() {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(1);
        for (Scheduled next = timers.peek(); next != null && next.dueNanos <= nowNanos; next = timers.peek()) {
            timers.remove(next);
            tasks.add(next.task);
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
