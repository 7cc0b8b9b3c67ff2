package dev.caraway.codecs.video;

import dev.caraway.codecs.jpeg.JpegStrips;
import dev.caraway.codecs.pixel.Raster;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The strips of one frame, each taken by whoever comes first.
 *
 * <p>A helper that starts late finds nothing left and touches neither the frame nor the buffers.
 */
final class FrameWork implements Runnable {

    private final Raster frame;
    private final int quality;
    private final JpegStrips strips;
    private final StripBuffer[] buffers;
    private final int lengthMax;

    /** INVARIANT: a strip belongs to the thread that has drawn its number here. */
    private final AtomicInteger next = new AtomicInteger();

    private final CountDownLatch unfinished;

    /** What a strip failed with, for the thread that waits; written before that strip is counted as finished. */
    private volatile @Nullable RuntimeException failure;

    FrameWork(Raster frame, int quality, JpegStrips strips, StripBuffer[] buffers, int lengthMax) {
        this.frame = frame;
        this.quality = quality;
        this.strips = strips;
        this.buffers = buffers;
        this.lengthMax = lengthMax;
        this.unfinished = new CountDownLatch(strips.count());
    }

    /** Compresses strips until all are taken. */
    @Override
    public void run() {
        for (int strip = next.getAndIncrement(); strip < strips.count(); strip = next.getAndIncrement()) {
            try {
                buffers[strip].compress(frame, quality, strips, strip, lengthMax);
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                unfinished.countDown();
            }
        }
    }

    /**
     * Waits for the strips that others have begun, and throws what any strip failed with. An interrupt is kept for
     * later, since the others still read the frame.
     */
    void awaitStrips() {
        boolean interrupted = false;
        while (true) {
            try {
                unfinished.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
