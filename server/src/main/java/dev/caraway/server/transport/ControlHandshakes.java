package dev.caraway.server.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of a control port with TLS: whoever proves in the handshake to have a certificate of its CA comes in.
 *
 * <p>So many may stand before it; the oldest of them makes room for a further one, since a handshake takes
 * milliseconds and somebody who says nothing would keep others out. Only on the loop.
 */
final class ControlHandshakes {

    /** How many sockets may be in their handshake at a time. */
    static final int STANDING = 32;

    static final long LIMIT_MILLIS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ControlHandshakes.class);

    private final NettyLoop loop;
    private final Tls tls;
    private final Consumer<Channel> admitted;
    private final LogThrottle throttle = new LogThrottle();
    private final Set<Channel> standing = new LinkedHashSet<>();

    /** @param admitted hears of each socket whose handshake is over; it reads nothing then */
    ControlHandshakes(NettyLoop loop, Tls tls, Consumer<Channel> admitted) {
        this.loop = loop;
        this.tls = tls;
        this.admitted = admitted;
    }

    /** Begins the handshake of a socket that was just accepted. */
    void begin(Channel socket) {
        assert loop.inLoop();
        if (standing.size() >= STANDING) {
            Channel oldest = standing.iterator().next();
            standing.remove(oldest);
            Farewell.abort(oldest);
        }
        standing.add(socket);
        socket.closeFuture().addListener(future -> loop.execute(() -> standing.remove(socket)));
        SslHandler handshake = tls.newHandler(socket.alloc(), LIMIT_MILLIS);
        socket.pipeline().addLast("renegotiation", new RenegotiationGuard());
        socket.pipeline().addLast("tls", handshake);
        // What comes with the handshake's last bytes waits until somebody reads.
        socket.pipeline().addLast("flow", new FlowControlHandler());
        socket.pipeline().addLast("tls-end", new End());
        handshake.handshakeFuture().addListener(future -> onHandshake(socket, future));
    }

    /** Closes everybody who stands there. */
    void close() {
        List.copyOf(standing).forEach(Farewell::abort);
        standing.clear();
    }

    private void onHandshake(Channel socket, Future<?> handshake) {
        if (!standing.remove(socket)) {
            return;
        }
        if (handshake.isSuccess()) {
            socket.config().setAutoRead(false);
            admitted.accept(socket);
            return;
        }
        if (throttle.passes(loop.nanoTime())) {
            LOG.warn(
                    "control Refused a client without a certificate of the CA client={} reason={} suppressed={}",
                    Endpoints.of(socket.remoteAddress()),
                    SocketFailure.reason(handshake.cause()),
                    throttle.takeSuppressed());
        }
        Farewell.begin(socket, LIMIT_MILLIS);
    }

    /** Where a failure of TLS ends; the handshake's own has been told of already. */
    private static final class End extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof SSLException || cause instanceof DecoderException) {
                LOG.debug("control TLS broke reason={}", SocketFailure.reason(cause));
                Farewell.abort(context.channel());
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
