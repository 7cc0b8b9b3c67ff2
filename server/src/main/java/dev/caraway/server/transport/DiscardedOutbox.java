package dev.caraway.server.transport;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.server.channel.Outbox;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Executor;

/**
 * A way out that leads nowhere: messages are encoded, framed and written as to a socket, and then thrown away.
 *
 * <p>On one thread at a time. The memory that it takes outside the heap is its own, and goes with it.
 */
public final class DiscardedOutbox implements Outbox {

    private final Executor loop;
    private final EmbeddedChannel nowhere = new EmbeddedChannel() {
        @Override
        protected void handleOutboundMessage(Object frame) {
            ReferenceCountUtil.release(frame);
        }
    };
    private final SocketOutbox outbox;
    private boolean isFlushQueued;

    /** @param loop where what is written in a turn leaves at its end */
    public DiscardedOutbox(Executor loop) {
        this.loop = loop;
        // One arena with the smallest chunk that holds a large picture, and no cache a thread would keep.
        nowhere.config()
                .setOption(ChannelOption.ALLOCATOR, new PooledByteBufAllocator(true, 0, 1, 8192, 7, 0, 0, false));
        outbox = new SocketOutbox(nowhere, true, false, "nowhere");
    }

    /** Whether each message is written into the log, also one that goes nowhere. */
    public static boolean isLogged() {
        return MessageLog.isOn();
    }

    @Override
    public void send(ServerMessage message) {
        outbox.send(message);
        if (!isFlushQueued) {
            isFlushQueued = true;
            loop.execute(() -> {
                isFlushQueued = false;
                nowhere.runPendingTasks();
            });
        }
    }

    @Override
    public boolean isWritable() {
        return outbox.isWritable();
    }

    @Override
    public long lastSerial() {
        return outbox.lastSerial();
    }

    @Override
    public void continueFrom(long serial) {
        outbox.continueFrom(serial);
    }

    @Override
    public long sentBytes() {
        return outbox.sentBytes();
    }

    @Override
    public long pendingBytes() {
        return outbox.pendingBytes();
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
        outbox.close();
    }
}
