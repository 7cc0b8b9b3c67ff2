package dev.caraway.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a socket so that the peer can read all that was sent: FIN follows the last byte. Only then, and after a moment
 * for the peer's own last words, the socket is closed; an earlier close would become a reset if something unread had
 * arrived, and a reset takes away what the peer has not read yet.
 *
 * <p>Whoever begins it must go on taking and dropping what arrives. Only on the loop.
 */
final class Farewell {

    /** How long the peer may take to receive what was sent. */
    static final long FLUSH_LIMIT_MILLIS = 30_000;

    /** How long the peer may take to answer a FIN with its own. */
    static final long LINGER_MILLIS = 2_000;

    private Farewell() {}

    /** Sends what waits, then FIN, then closes. */
    static void begin(Channel socket) {
        begin(socket, FLUSH_LIMIT_MILLIS);
    }

    /** As {@link #begin(Channel)}, with less patience. */
    static void begin(Channel socket, long flushLimitMillis) {
        if (!socket.isActive()) {
            socket.close();
            return;
        }
        closeAfter(socket, flushLimitMillis);
        socket.config().setAutoRead(true);
        socket.flush();
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        ChannelFuture flushed = tls != null ? tls.closeOutbound() : socket.writeAndFlush(Unpooled.EMPTY_BUFFER);
        flushed.addListener(future -> {
            if (future.isSuccess() && socket instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
                closeAfter(socket, LINGER_MILLIS);
            } else {
                abort(socket);
            }
        });
    }

    /** Closes at once; what waits is dropped, and TLS is not told. */
    static void abort(Channel socket) {
        ChannelHandlerContext first = socket.pipeline().firstContext();
        if (first == null) {
            socket.close();
        } else {
            first.close();
        }
    }

    /** As {@link #abort}, and the system's own buffer is dropped too: the peer does not take what is in it. */
    static void reset(Channel socket) {
        socket.config().setOption(ChannelOption.SO_LINGER, 0);
        abort(socket);
    }

    private static void closeAfter(Channel socket, long millis) {
        Future<?> timer = socket.eventLoop().schedule(() -> abort(socket), millis, TimeUnit.MILLISECONDS);
        socket.closeFuture().addListener(future -> timer.cancel(false));
    }
}
