package dev.caraway.server.control;

import dev.caraway.server.channel.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** A loop that turns when told, with a clock that stands still in between. */
final class ManualLoop implements Loop {

    private record Due(long atMillis, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Due> timers = new ArrayList<>();
    private long nowMillis;
    private boolean elsewhere;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return !elsewhere;
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Due due = new Due(nowMillis + delayMillis, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    @Override
    public long nanoTime() {
        return nowMillis * 1_000_000;
    }

    /** Runs a task at once as if on another thread. */
    void runElsewhere(Runnable task) {
        elsewhere = true;
        task.run();
        elsewhere = false;
    }

    /** Runs what waits, and what that adds; tells how many tasks that were. */
    int runAll() {
        int ran = 0;
        while (!tasks.isEmpty()) {
            tasks.remove().run();
            ran++;
        }
        return ran;
    }

    /** Lets time pass; timers go off in their order. */
    void advance(long millis) {
        nowMillis += millis;
        List<Due> due = timers.stream()
                .filter(timer -> timer.atMillis <= nowMillis)
                .sorted(Comparator.comparingLong(Due::atMillis))
                .toList();
        due.forEach(timer -> {
            if (timers.remove(timer)) {
                timer.task.run();
            }
        });
        runAll();
    }

    int timers() {
        return timers.size();
    }
}
