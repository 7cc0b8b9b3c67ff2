package dev.caraway.server.compression;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compress large images for one server, so that its loop does not stand still meanwhile.
 *
 * <p>They see pixels and encoders that their job was given, and nothing of a session. They come when there is work and
 * go when there has been none for a while. Callable from any thread.
 */
public final class CompressionWorkers implements Executor {

    private static final long IDLE_SECONDS = 30;

    private final AtomicInteger started = new AtomicInteger();

    /** A lane has one job here at most, and the few strips of its frame: the queue grows with clients alone. */
    private final ThreadPoolExecutor pool;

    public CompressionWorkers() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                this::newThread,
                // After the end nobody is left whom a picture could concern.
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    /** Runs a job on one of the workers; after {@link #shutdown} it is dropped. */
    @Override
    public void execute(Runnable job) {
        pool.execute(job);
    }

    /** Takes no more jobs; those that wait are dropped. */
    public void shutdown() {
        pool.shutdownNow();
    }

    /** Whether the threads have ended within this time after {@link #shutdown}. */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        return pool.awaitTermination(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private Thread newThread(Runnable job) {
        Thread thread = new Thread(job, "caraway-codec-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
