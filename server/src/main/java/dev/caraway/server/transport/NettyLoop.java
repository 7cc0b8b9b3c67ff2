package dev.caraway.server.transport;

import dev.caraway.server.channel.Loop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's event loop, lent by {@link EventLoops} until {@link #release}.
 *
 * <p>A task that comes after the loop's thread has ended is dropped: nobody is left whom it could concern.
 */
public final class NettyLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop eventLoop;
    private final AtomicBoolean released = new AtomicBoolean();
    private long longestTaskNanos;

    NettyLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Gives the loop back; harmless when repeated. The stage completes when no thread of ours is left that could be. */
    public CompletionStage<Void> release() {
        return EventLoops.release(released.compareAndSet(false, true));
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(timed(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The loop has ended, a task was dropped");
        }
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        Future<?> scheduled = eventLoop.schedule(timed(task), delayMillis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** How long the longest of its tasks took, by the clock. Only on the loop. */
    public long longestTaskNanos() {
        assert inLoop();
        return longestTaskNanos;
    }

    private Runnable timed(Runnable task) {
        return () -> {
            long began = System.nanoTime();
            try {
                task.run();
            } finally {
                longestTaskNanos = Math.max(longestTaskNanos, System.nanoTime() - began);
            }
        };
    }

    EventLoop eventLoop() {
        return eventLoop;
    }
}
