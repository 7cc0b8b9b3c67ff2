package dev.caraway.server.channel;

import java.util.concurrent.Executor;

/**
 * The one thread that owns a server: sockets, sessions, channels, surfaces and caches.
 *
 * <p>{@link #execute} may be called from any thread and runs tasks in their order; everything else only on the loop.
 */
public interface Loop extends Executor {

    /** A task that will run later. */
    interface Timer {

        /** Makes sure that the task does not run; harmless when it did. Only on the loop. */
        void cancel();
    }

    /** Whether the calling thread is the loop's. */
    boolean inLoop();

    /** Runs {@code task} on the loop once {@code delayMillis} have passed. */
    Timer schedule(long delayMillis, Runnable task);

    /** Monotonic time in nanoseconds, from an arbitrary origin; any thread. */
    long nanoTime();
}
