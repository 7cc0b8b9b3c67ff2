package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real socket: whether a reset overtakes the reply is the kernel's matter. */
class FarewellTest {

    private static final byte[] REPLY = new byte[194];

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void peerWhoSaysMoreThanIsReadStillGetsTheReplyAndItsEnd() throws IOException {
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Refusal())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            peer.setSoTimeout(10_000);
            peer.getOutputStream().write(new byte[300_000]);
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(REPLY);
            peer.getOutputStream().write(new byte[300_000]);
        }
    }

    /** Answers the first bytes with a refusal and drops the rest. */
    private static final class Refusal extends ChannelInboundHandlerAdapter {

        private boolean answered;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            if (!answered) {
                answered = true;
                context.writeAndFlush(Unpooled.wrappedBuffer(REPLY));
                Farewell.begin(context.channel());
            }
        }
    }
}
