package dev.caraway.server.transport;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One TCP socket to another host. Only on the loop. */
final class HostSocket extends ChannelInboundHandlerAdapter implements StreamSocket {

    private static final long CLOSE_MILLIS = 1_000;

    /** What a limited stream may send at once: as much as a limit allows in this time. */
    private static final long BURST_MILLIS = 50;

    private final Loop loop;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Listener listener;
    private @Nullable String failure;
    private long bytesPerSecond;
    private double allowance;
    private long filledNanos;
    private boolean isRefillAwaited;
    private boolean isFlushQueued;
    private boolean isClosing;

    HostSocket(Loop loop) {
        this.loop = loop;
    }

    void readBy(Listener reader) {
        listener = reader;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        try {
            byte[] bytes = new byte[arrived.readableBytes()];
            arrived.readBytes(bytes);
            if (listener != null && !isClosing) {
                listener.onBytes(Bytes.wrap(bytes));
            }
        } finally {
            arrived.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        tellWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        if (listener != null) {
            listener.onClosed(Optional.ofNullable(failure));
            listener = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        failure = HostSockets.reason(cause);
        from.close();
    }

    @Override
    public void send(Bytes bytes) {
        ChannelHandlerContext to = context();
        if (isClosing || !to.channel().isActive()) {
            return;
        }
        refill();
        allowance -= bytes.length();
        to.write(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()));
        if (!isFlushQueued) {
            isFlushQueued = true;
            loop.execute(() -> {
                isFlushQueued = false;
                to.flush();
            });
        }
    }

    @Override
    public boolean isWritable() {
        refill();
        if (bytesPerSecond > 0 && allowance <= 0) {
            awaitRefill();
            return false;
        }
        return !isClosing && context().channel().isWritable();
    }

    @Override
    public void limit(long limit) {
        bytesPerSecond = limit;
        allowance = 0;
        filledNanos = loop.nanoTime();
    }

    @Override
    public void pauseReading() {
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resumeReading() {
        context().channel().config().setAutoRead(true);
    }

    @Override
    public void close() {
        if (!isClosing) {
            isClosing = true;
            ChannelHandlerContext closing = context();
            closing.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> closing.close());
            loop.schedule(CLOSE_MILLIS, closing::close);
        }
    }

    @Override
    public void abort() {
        isClosing = true;
        context().close();
    }

    private void refill() {
        if (bytesPerSecond > 0) {
            long now = loop.nanoTime();
            allowance += (double) bytesPerSecond * (now - filledNanos) / TimeUnit.SECONDS.toNanos(1);
            allowance = Math.min(allowance, (double) bytesPerSecond * BURST_MILLIS / TimeUnit.SECONDS.toMillis(1));
            filledNanos = now;
        }
    }

    private void awaitRefill() {
        if (!isRefillAwaited) {
            isRefillAwaited = true;
            long millis = (long) (-allowance * TimeUnit.SECONDS.toMillis(1) / bytesPerSecond) + 1;
            loop.schedule(millis, () -> {
                isRefillAwaited = false;
                tellWritable();
            });
        }
    }

    private void tellWritable() {
        if (listener != null && isWritable()) {
            listener.onWritable();
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }
}
