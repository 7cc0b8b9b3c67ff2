package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SocketGuardsTest {

    @Test
    void acceptGoesOnAfterItFailed() {
        EmbeddedChannel listener = new EmbeddedChannel(new AcceptBackoff());
        listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        assertThat(listener.config().isAutoRead()).isFalse();
        listener.advanceTimeBy(AcceptBackoff.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
        assertThat(listener.config().isAutoRead()).isTrue();
        listener.finishAndReleaseAll();
    }

    @Test
    void peerThatTakesNothingIsNoticedAndOneThatTakesALittleIsNot() {
        AtomicInteger stalls = new AtomicInteger();
        Queue<ChannelPromise> writes = new ArrayDeque<>();
        EmbeddedChannel socket = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        writes.add(promise);
                    }
                },
                new StallGuard(8_000, stalls::incrementAndGet));
        for (int i = 0; i < 5; i++) {
            socket.write(Unpooled.wrappedBuffer(new byte[10]));
        }
        for (int i = 0; i < 4; i++) {
            elapse(socket, 7);
            writes.remove().setSuccess();
        }
        assertThat(stalls).hasValue(0);
        elapse(socket, 8);
        assertThat(stalls).hasValue(0);
        elapse(socket, 1);
        assertThat(stalls).hasValue(1);
        socket.finishAndReleaseAll();
    }

    private static void elapse(EmbeddedChannel socket, int seconds) {
        for (int i = 0; i < seconds; i++) {
            socket.advanceTimeBy(1, TimeUnit.SECONDS);
            socket.runScheduledPendingTasks();
        }
    }
}
