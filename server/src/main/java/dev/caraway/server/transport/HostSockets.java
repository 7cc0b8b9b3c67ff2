package dev.caraway.server.transport;

import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP sockets between hosts, on one server's loop. */
public final class HostSockets implements StreamSockets {

    private static final Logger LOG = LoggerFactory.getLogger(HostSockets.class);

    private static final long HANDSHAKE_MILLIS = 10_000;

    /**
     * So many may be proving who they are; the oldest makes room for another, since that takes milliseconds, and somebody
     * who says nothing would keep a source out.
     */
    private static final int MAX_HANDSHAKES = 16;

    private final NettyLoop loop;
    private final Optional<HostTls> tls;
    private final Set<Channel> open = new HashSet<>();

    /** @param tls for hosts that shall prove who they are; empty if there is none */
    public HostSockets(NettyLoop loop, Optional<HostTls> tls) {
        this.loop = loop;
        this.tls = tls;
    }

    @Override
    public CompletionStage<StreamSocket> connect(
            HostAddress address, long timeoutMillis, StreamSocket.Listener listener) {
        if (lacksTls(address)) {
            return noTls();
        }
        CompletableFuture<StreamSocket> connected = new CompletableFuture<>();
        resolve(
                address.host(),
                connected,
                addresses -> connectTo(address, addresses, 0, timeoutMillis, listener, connected));
        return connected;
    }

    private boolean lacksTls(HostAddress address) {
        return address.isEncrypted() && tls.isEmpty();
    }

    private static <T> CompletionStage<T> noTls() {
        return CompletableFuture.failedStage(
                new IOException("TLS between hosts: expected a server with certificates and the CA's, got none"));
    }

    private void connectTo(
            HostAddress address,
            List<InetAddress> addresses,
            int next,
            long timeoutMillis,
            StreamSocket.Listener listener,
            CompletableFuture<StreamSocket> connected) {
        HostSocket socket = new HostSocket(loop);
        ChannelFuture attempt = new Bootstrap()
                .group(loop.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Binding.WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(socket)
                .connect(new InetSocketAddress(addresses.get(next), address.port()));
        attempt.addListener(future -> loop.execute(() -> {
            if (future.isSuccess()) {
                track(attempt.channel());
                secured(attempt.channel(), address, timeoutMillis).addListener(secured -> {
                    if (secured.isSuccess()) {
                        socket.readBy(listener);
                        connected.complete(socket);
                    } else {
                        attempt.channel().close();
                        connected.completeExceptionally(failure(address, secured.cause()));
                    }
                });
            } else if (next + 1 < addresses.size()) {
                connectTo(address, addresses, next + 1, timeoutMillis, listener, connected);
            } else {
                connected.completeExceptionally(failure(address, future.cause()));
            }
        }));
    }

    /** Completes when the other host has proved who it is, at once without TLS. */
    private Future<Channel> secured(Channel socket, HostAddress address, long limitMillis) {
        if (address.certifiedName().isEmpty()) {
            return socket.eventLoop().newSucceededFuture(socket);
        }
        SslHandler handler = tls.orElseThrow()
                .connecting(socket.alloc(), address.certifiedName().get(), address.port(), limitMillis);
        socket.pipeline().addFirst(handler);
        return handler.handshakeFuture();
    }

    private static IOException failure(HostAddress address, Throwable cause) {
        return new IOException("cannot connect to " + name(address) + ": " + SocketFailure.reason(cause), cause);
    }

    @Override
    public CompletionStage<StreamListening> listen(HostAddress address, StreamSocket.Acceptor acceptor) {
        if (lacksTls(address)) {
            return noTls();
        }
        CompletableFuture<StreamListening> listening = new CompletableFuture<>();
        resolve(address.host(), listening, addresses -> {
            ChannelFuture bound = new ServerBootstrap()
                    .group(loop.eventLoop(), loop.eventLoop())
                    .channel(NioServerSocketChannel.class)
                    .handler(new AcceptBackoff())
                    .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Binding.WATER_MARK)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childHandler(new Accepting(acceptor, address.isEncrypted() ? tls : Optional.empty()))
                    .bind(new InetSocketAddress(addresses.get(0), address.port()));
            bound.addListener(future -> loop.execute(() -> {
                if (future.isSuccess()) {
                    track(bound.channel());
                    listening.complete(new Listening(bound.channel()));
                } else {
                    listening.completeExceptionally(new IOException(
                            "cannot listen on " + name(address) + ": " + SocketFailure.reason(future.cause())));
                }
            }));
        });
        return listening;
    }

    /** Closes all of them at once; on the loop. */
    public void closeAll() {
        List.copyOf(open).forEach(Channel::close);
    }

    private static String name(HostAddress address) {
        return new ListenAddress.Tcp(address.host(), address.port(), ListenAddress.IpVersion.ANY).toString();
    }

    private void track(Channel socket) {
        open.add(socket);
        socket.closeFuture().addListener(future -> open.remove(socket));
    }

    /** Looking up a name may take long, so it has a thread of its own. */
    private <T> void resolve(String host, CompletableFuture<T> outcome, Consumer<List<InetAddress>> resolved) {
        Thread resolver = new Thread(
                () -> {
                    try {
                        List<InetAddress> addresses = List.of(
                                host.isEmpty()
                                        ? new InetAddress[] {new InetSocketAddress(0).getAddress()}
                                        : InetAddress.getAllByName(host));
                        loop.execute(() -> resolved.accept(addresses));
                    } catch (UnknownHostException e) {
                        loop.execute(() -> outcome.completeExceptionally(new IOException(host + ": unknown host", e)));
                    }
                },
                "caraway-resolve");
        resolver.setDaemon(true);
        resolver.start();
    }

    /** A bound socket. */
    private record Listening(Channel socket) implements StreamListening {

        @Override
        public int port() {
            return ((InetSocketAddress) socket.localAddress()).getPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /** Gives each accepted socket, once it has proved who it is, to whoever takes it. */
    private final class Accepting extends ChannelInitializer<Channel> {

        private final StreamSocket.Acceptor acceptor;
        private final Optional<HostTls> secured;
        private final LogThrottle throttle = new LogThrottle();
        private final Set<Channel> proving = new LinkedHashSet<>();

        Accepting(StreamSocket.Acceptor acceptor, Optional<HostTls> secured) {
            this.acceptor = acceptor;
            this.secured = secured;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel accepted) {
            track(accepted);
            if (secured.isEmpty()) {
                give(accepted);
            } else {
                if (proving.size() == MAX_HANDSHAKES) {
                    refuse(proving.iterator().next(), "many others want to prove who they are");
                }
                SslHandler handler = secured.get().accepting(accepted.alloc(), HANDSHAKE_MILLIS);
                proving.add(accepted);
                handler.handshakeFuture().addListener(ended -> proving.remove(accepted));
                accepted.pipeline().addLast(handler, new AfterHandshake(this));
            }
        }

        private void give(Channel accepted) {
            HostSocket socket = new HostSocket(loop);
            accepted.pipeline().addLast(socket);
            acceptor.accept(socket).ifPresentOrElse(socket::readBy, () -> refuse(accepted, "there is one already"));
        }

        private void refuse(Channel accepted, String reason) {
            if (throttle.passes(loop.nanoTime())) {
                LOG.warn(
                        "migration Closing a stream client={} reason={} suppressed={}",
                        Endpoints.of(accepted.remoteAddress()),
                        reason,
                        throttle.takeSuppressed());
            }
            proving.remove(accepted);
            accepted.close();
        }
    }

    /** Lets nobody in before TLS has proved who it is; comes before any byte of the stream. */
    private static final class AfterHandshake extends ChannelInboundHandlerAdapter {

        private final Accepting accepting;

        AfterHandshake(Accepting accepting) {
            this.accepting = accepting;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    context.pipeline().remove(this);
                    accepting.give(context.channel());
                } else {
                    accepting.refuse(context.channel(), SocketFailure.reason(handshake.cause()));
                }
            } else {
                context.fireUserEventTriggered(event);
            }
        }

        /** The event says why. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("migration Handshake failed", cause);
            context.close();
        }
    }
}
