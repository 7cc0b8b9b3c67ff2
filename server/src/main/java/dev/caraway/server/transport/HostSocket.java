package dev.caraway.server.transport;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP socket to another host. Only on the loop. */
final class HostSocket extends ChannelInboundHandlerAdapter implements StreamSocket {

    private static final Logger LOG = LoggerFactory.getLogger(HostSocket.class);

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
    private Loop.@Nullable Timer refillTimer;
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
        failure = SocketFailure.reason(cause);
        if (!(SocketFailure.undecorated(cause) instanceof IOException)) {
            LOG.error("migration Closing the stream after a mistake of ours", cause);
        }
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
        to.write(Unpooled.wrappedBuffer(bytes.array(), bytes.offset(), bytes.length()))
                .addListener(this::onWritten);
        if (!isFlushQueued) {
            isFlushQueued = true;
            loop.execute(() -> {
                isFlushQueued = false;
                to.flush();
            });
        }
    }

    @Override
    public void flush() {
        if (!isClosing) {
            context().flush();
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
        if (refillTimer != null) {
            // It was reckoned with another limit.
            refillTimer.cancel();
            refillTimer = null;
            loop.execute(this::tellWritable);
        }
    }

    @Override
    public void pauseReading() {
        // Who closes must take what arrives, see Farewell.
        if (!isClosing) {
            context().channel().config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        context().channel().config().setAutoRead(true);
    }

    @Override
    public void close() {
        if (!isClosing) {
            isClosing = true;
            // The last words say why; the other host, which may be sending, would not get them before a reset.
            Farewell.begin(context().channel(), CLOSE_MILLIS);
        }
    }

    @Override
    public void abort() {
        isClosing = true;
        Farewell.abort(context().channel());
    }

    /** While nothing is read, only a write notices that the other host is gone. */
    private void onWritten(Future<? super Void> written) {
        Throwable cause = written.cause();
        if (failure == null && cause instanceof IOException && !(cause instanceof ClosedChannelException)) {
            failure = SocketFailure.reason(cause);
        }
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
        if (refillTimer == null) {
            long millis = (long) (-allowance * TimeUnit.SECONDS.toMillis(1) / bytesPerSecond) + 1;
            refillTimer = loop.schedule(millis, () -> {
                refillTimer = null;
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
