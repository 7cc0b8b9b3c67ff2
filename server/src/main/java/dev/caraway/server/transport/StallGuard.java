package dev.caraway.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices a peer that takes nothing although data waits for it. Stands next to the socket, so that it sees what really
 * leaves, TLS records included.
 */
final class StallGuard extends ChannelOutboundHandlerAdapter {

    /** So many looks without progress make a stall; it is noticed at most one look late. */
    private static final int LOOKS = 8;

    private final long stallMillis;
    private final Runnable onStall;
    private long queuedBytes;
    private long acceptedBytes;
    private long lastProgressBytes;
    private int looksWithoutProgress;
    private @Nullable Future<?> timer;

    StallGuard(long stallMillis, Runnable onStall) {
        this.stallMillis = stallMillis;
        this.onStall = onStall;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        if (bytes > 0) {
            queuedBytes += bytes;
            promise = promise.unvoid();
            promise.addListener(future -> {
                queuedBytes -= bytes;
                acceptedBytes += bytes;
            });
            if (timer == null) {
                lastProgressBytes = progress(context);
                looksWithoutProgress = 0;
                arm(context);
            }
        }
        context.write(message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void arm(ChannelHandlerContext context) {
        timer = context.executor()
                .schedule(() -> look(context), Math.max(1, stallMillis / LOOKS), TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        if (queuedBytes == 0 || !context.channel().isActive()) {
            return;
        }
        long progressBytes = progress(context);
        if (progressBytes != lastProgressBytes) {
            lastProgressBytes = progressBytes;
            looksWithoutProgress = 0;
        } else if (++looksWithoutProgress == LOOKS) {
            onStall.run();
            return;
        }
        arm(context);
    }

    private long progress(ChannelHandlerContext context) {
        ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
        return acceptedBytes + (buffer == null ? 0 : buffer.currentProgress());
    }
}
