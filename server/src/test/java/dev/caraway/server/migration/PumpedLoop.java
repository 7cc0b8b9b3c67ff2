package dev.caraway.server.migration;

import dev.caraway.server.channel.Loop;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A loop whose thread is the test's, which takes turns while it waits for something. Time stands still. */
final class PumpedLoop implements Loop {

    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread owner = Thread.currentThread();

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
        throw new AssertionError("no timer was expected");
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    /** Takes turns until something is so. */
    void runUntil(BooleanSupplier isSo) throws InterruptedException {
        while (!isSo.getAsBoolean()) {
            runOne();
        }
    }

    /** Waits for a task of another thread, and runs it. */
    void runOne() throws InterruptedException {
        Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (task == null) {
            throw new AssertionError("loop: expected a task within " + PATIENCE_SECONDS + " s");
        }
        task.run();
    }

    /** Runs what is there already. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
