package dev.caraway.server.transport;

import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP sockets between hosts, on one server's loop. */
public final class HostSockets implements StreamSockets {

    private static final Logger LOG = LoggerFactory.getLogger(HostSockets.class);

    private final NettyLoop loop;
    private final Set<Channel> open = new HashSet<>();

    public HostSockets(NettyLoop loop) {
        this.loop = loop;
    }

    @Override
    public CompletionStage<StreamSocket> connect(
            String host, int port, long timeoutMillis, StreamSocket.Listener listener) {
        CompletableFuture<StreamSocket> connected = new CompletableFuture<>();
        String name = name(host, port);
        resolve(host, connected, addresses -> connectTo(addresses, 0, name, port, timeoutMillis, listener, connected));
        return connected;
    }

    private void connectTo(
            List<InetAddress> addresses,
            int next,
            String name,
            int port,
            long timeoutMillis,
            StreamSocket.Listener listener,
            CompletableFuture<StreamSocket> connected) {
        HostSocket socket = new HostSocket(loop);
        socket.readBy(listener);
        ChannelFuture attempt = new Bootstrap()
                .group(loop.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Binding.WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(socket)
                .connect(new InetSocketAddress(addresses.get(next), port));
        attempt.addListener(future -> loop.execute(() -> {
            if (future.isSuccess()) {
                track(attempt.channel());
                connected.complete(socket);
            } else if (next + 1 < addresses.size()) {
                connectTo(addresses, next + 1, name, port, timeoutMillis, listener, connected);
            } else {
                connected.completeExceptionally(
                        new IOException("cannot connect to " + name + ": " + reason(future.cause())));
            }
        }));
    }

    @Override
    public CompletionStage<StreamListening> listen(String host, int port, StreamSocket.Acceptor acceptor) {
        CompletableFuture<StreamListening> listening = new CompletableFuture<>();
        String name = name(host, port);
        resolve(host, listening, addresses -> {
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
                    .childHandler(new Accepting(acceptor))
                    .bind(new InetSocketAddress(addresses.get(0), port));
            bound.addListener(future -> loop.execute(() -> {
                if (future.isSuccess()) {
                    track(bound.channel());
                    listening.complete(new Listening(bound.channel()));
                } else {
                    listening.completeExceptionally(
                            new IOException("cannot listen on " + name + ": " + reason(future.cause())));
                }
            }));
        });
        return listening;
    }

    /** Closes all of them at once; on the loop. */
    public void closeAll() {
        List.copyOf(open).forEach(Channel::close);
    }

    private static String name(String host, int port) {
        return new ListenAddress.Tcp(host, port, ListenAddress.IpVersion.ANY).toString();
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

    static String reason(Throwable cause) {
        String text = cause.getMessage();
        if (text == null || text.isEmpty()) {
            return cause.toString();
        }
        // Netty appends the address, which the line has already.
        int address = text.indexOf(": /");
        String brief = address < 0 ? text : text.substring(0, address);
        return brief.substring(0, 1).toLowerCase(Locale.ROOT) + brief.substring(1);
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

    /** Gives each accepted socket to whoever takes it. */
    private final class Accepting extends ChannelInitializer<Channel> {

        private final StreamSocket.Acceptor acceptor;
        private final LogThrottle throttle = new LogThrottle();

        Accepting(StreamSocket.Acceptor acceptor) {
            this.acceptor = acceptor;
        }

        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        protected void initChannel(Channel accepted) {
            HostSocket socket = new HostSocket(loop);
            accepted.pipeline().addLast(socket);
            track(accepted);
            acceptor.accept(socket).ifPresentOrElse(socket::readBy, () -> {
                if (throttle.passes(loop.nanoTime())) {
                    LOG.warn(
                            "migration Closing a second stream client={} suppressed={}",
                            Endpoints.of(accepted.remoteAddress()),
                            throttle.takeSuppressed());
                }
                accepted.close();
            });
        }
    }
}
