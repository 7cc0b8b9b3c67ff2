package dev.caraway.server.compression;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compress large images for all servers of this process, so that no loop stands still meanwhile.
 *
 * <p>They see pixels and encoders that their job was given, and nothing of a session. They come when there is work and
 * go when there has been none for a while.
 */
public final class CompressionWorkers {

    private static final long IDLE_SECONDS = 30;

    private static final ThreadPoolExecutor POOL = newPool();

    private CompressionWorkers() {}

    /** Runs a job on one of the workers; callable from any thread. */
    public static void execute(Runnable job) {
        POOL.execute(job);
    }

    private static ThreadPoolExecutor newPool() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        AtomicInteger numbers = new AtomicInteger();
        ThreadFactory factory = job -> {
            Thread thread = new Thread(job, "caraway-codec-" + numbers.incrementAndGet());
            // A process whose servers have closed must not be kept alive by the workers' rest.
            thread.setDaemon(true);
            return thread;
        };
        // A lane has one job here at most, so the queue is as long as there are clients.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
