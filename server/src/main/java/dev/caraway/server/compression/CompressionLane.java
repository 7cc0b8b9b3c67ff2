package dev.caraway.server.compression;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the compression of one client's images, one job at a time and in the order in which they were asked for.
 *
 * <p>A client's display channels share it as they share the GLZ dictionary. INVARIANT: a job is for a message that can
 * no longer leave its pipe: its image enters the dictionary, and later images refer to it.
 *
 * <p>A small job runs on the loop, at once when nothing is before it: a change of thread costs more than it does. On
 * the loop only, but for the work of the jobs.
 */
public final class CompressionLane {

    /** Compressing more than this would keep the loop for about half a millisecond. */
    static final long PIXELS_ON_LOOP = 1 << 15;

    /** A piece of work and what follows it. */
    public interface Job {

        /** How many pixels it compresses. */
        long pixels();

        /** Does the work, on any thread. */
        void compress();

        /** The work is done; on the loop. */
        void onCompressed();

        /** The work could not be done, which is a mistake of ours; on the loop. */
        void onFailed(Throwable mistake);
    }

    private final Executor loop;
    private final Executor workers;
    private final Queue<Job> waiting = new ArrayDeque<>();
    private boolean isBusy;
    private long workedNanos;
    private long workedPixels;

    /** @param loop runs tasks in the order in which they come */
    public CompressionLane(Executor loop, Executor workers) {
        this.loop = loop;
        this.workers = workers;
    }

    /** Runs {@code job} after those before it; it may be over when this returns. */
    public void run(Job job) {
        waiting.add(job);
        proceed();
    }

    /** Closes an encoder's resources after the jobs before, which may still need them. */
    public void close(ImageCompressor compressor) {
        run(new Job() {
            @Override
            public long pixels() {
                return 0;
            }

            @Override
            public void compress() {
                compressor.close();
            }

            @Override
            public void onCompressed() {}

            @Override
            public void onFailed(Throwable mistake) {
                throw new AssertionError("a compressor could not be closed", mistake);
            }
        });
    }

    /** How long the jobs so far have worked, by the clock, on whichever thread. */
    public long workedNanos() {
        return workedNanos;
    }

    /** How many pixels they had. */
    public long workedPixels() {
        return workedPixels;
    }

    private void proceed() {
        while (!isBusy && !waiting.isEmpty()) {
            Job job = waiting.remove();
            isBusy = true;
            if (job.pixels() > PIXELS_ON_LOOP) {
                workers.execute(() -> {
                    Outcome outcome = attempt(job);
                    loop.execute(() -> {
                        try {
                            finish(job, outcome);
                        } finally {
                            proceed();
                        }
                    });
                });
            } else {
                finish(job, attempt(job));
            }
        }
    }

    /** How long a job worked, and what went wrong if anything did. */
    private record Outcome(long nanos, @Nullable Throwable mistake) {}

    private static Outcome attempt(Job job) {
        long began = System.nanoTime();
        try {
            job.compress();
            return new Outcome(System.nanoTime() - began, null);
        } catch (RuntimeException | Error e) {
            return new Outcome(System.nanoTime() - began, e);
        }
    }

    private void finish(Job job, Outcome outcome) {
        isBusy = false;
        workedNanos += outcome.nanos;
        workedPixels += job.pixels();
        if (outcome.mistake == null) {
            job.onCompressed();
        } else {
            job.onFailed(outcome.mistake);
        }
    }
}
