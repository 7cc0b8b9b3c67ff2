package dev.caraway.server.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all servers in this process. They start with the first server and end with the last.
 *
 * <p>Callable from any thread.
 */
public final class EventLoops {

    private static final long SHUTDOWN_LIMIT_MILLIS = 5_000;

    private static final ThreadFactory FACTORY = new DefaultThreadFactory("caraway", false);

    private static final List<Thread> threads = new ArrayList<>();
    private static @Nullable EventLoopGroup group;
    private static int lent;

    private EventLoops() {}

    /** A loop for one server; servers share threads when there are more servers than processors. */
    public static NettyLoop take() {
        synchronized (EventLoops.class) {
            if (group == null) {
                // Not daemons: a process whose main method has started a server goes on serving.
                group = new MultiThreadIoEventLoopGroup(
                        Math.max(2, Runtime.getRuntime().availableProcessors()),
                        EventLoops::newThread,
                        NioIoHandler.newFactory());
            }
            lent++;
            return new NettyLoop(group.next());
        }
    }

    /** What sockets use outside the heap, in bytes, for all servers of the process together. */
    public static long directBytes() {
        // Every socket has this allocator, see Binding.
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    /** Counts one server less if {@code counts}, and completes when the threads that nobody needs have ended. */
    static CompletionStage<Void> release(boolean counts) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        synchronized (EventLoops.class) {
            if (counts) {
                lent--;
            }
            if (group == null || lent > 0) {
                ended.complete(null);
                return ended;
            }
            group.shutdownGracefully(0, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            List<Thread> ending = List.copyOf(threads);
            threads.clear();
            // Netty says that a thread has ended a little before it has.
            group.terminationFuture().addListener(future -> {
                for (Thread thread : ending) {
                    thread.join();
                }
                ended.complete(null);
            });
            group = null;
        }
        return ended;
    }

    private static Thread newThread(Runnable task) {
        Thread thread = FACTORY.newThread(task);
        synchronized (EventLoops.class) {
            threads.add(thread);
        }
        return thread;
    }
}
