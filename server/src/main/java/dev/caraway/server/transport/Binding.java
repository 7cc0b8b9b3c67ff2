package dev.caraway.server.transport;

import dev.caraway.server.event.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket whose accepted sockets live on the same loop.
 *
 * <p>{@link #bind} waits for the loop and so must not be called on it; {@link #close} may be called from any thread.
 */
final class Binding {

    /** Reached when a client does not read; a channel then waits until it has taken most of it. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final int BACKLOG = 128;

    private final Channel socket;
    private final @Nullable SocketFile file;

    /** The file of a unix socket, and what tells it from another one that took its place. */
    private record SocketFile(Path path, @Nullable Object key) {}

    private Binding(Channel socket, @Nullable SocketFile file) {
        this.socket = socket;
        this.file = file;
    }

    /** @throws IOException with one line that names the address and the reason */
    static Binding bind(EventLoop loop, ListenAddress address, ChannelHandler accepted) throws IOException {
        assert !loop.inEventLoop();
        if (address instanceof ListenAddress.Unix unix) {
            return bindUnix(loop, unix, accepted);
        }
        return bindTcp(loop, (ListenAddress.Tcp) address, accepted);
    }

    /** The address with its real port. */
    Endpoint endpoint() {
        return Endpoints.of(socket.localAddress());
    }

    /** Stops listening; what was accepted stays open. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        socket.close().addListener(future -> {
            deleteFile();
            closed.complete(null);
        });
        return closed;
    }

    private static Binding bindTcp(EventLoop loop, ListenAddress.Tcp address, ChannelHandler accepted)
            throws IOException {
        IOException refusal = null;
        for (InetAddress candidate : candidates(address)) {
            ServerBootstrap bootstrap = bootstrap(loop, accepted, () -> open(address, candidate))
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true);
            try {
                return new Binding(listen(bootstrap, new InetSocketAddress(candidate, address.port()), address), null);
            } catch (IOException e) {
                refusal = e;
            }
        }
        throw refusal != null ? refusal : new IOException(address + ": no " + address.version() + " address");
    }

    /** An explicit family makes 0.0.0.0 mean IPv4 only; without one the JDK's socket takes both. */
    private static ServerChannel open(ListenAddress.Tcp address, InetAddress candidate) {
        if (address.host().isEmpty() && address.version() == ListenAddress.IpVersion.ANY) {
            return new NioServerSocketChannel();
        }
        return new NioServerSocketChannel(
                SelectorProvider.provider(),
                candidate instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    private static List<InetAddress> candidates(ListenAddress.Tcp address) throws IOException {
        if (address.host().isEmpty()) {
            return switch (address.version()) {
                case ANY -> List.of(new InetSocketAddress(0).getAddress());
                case IPV4 -> List.of(InetAddress.getByName("0.0.0.0"));
                case IPV6 -> List.of(InetAddress.getByName("::"));
            };
        }
        List<InetAddress> candidates = new ArrayList<>();
        try {
            for (InetAddress candidate : InetAddress.getAllByName(address.host())) {
                boolean isIpv6 = candidate instanceof Inet6Address;
                if (address.version() == ListenAddress.IpVersion.ANY
                        || isIpv6 == (address.version() == ListenAddress.IpVersion.IPV6)) {
                    candidates.add(candidate);
                }
            }
        } catch (UnknownHostException e) {
            throw new IOException(address + ": unknown host", e);
        }
        return candidates;
    }

    private static Binding bindUnix(EventLoop loop, ListenAddress.Unix address, ChannelHandler accepted)
            throws IOException {
        Path path = address.path();
        removeStale(path);
        Channel socket = listen(
                bootstrap(loop, accepted, NioServerDomainSocketChannel::new),
                UnixDomainSocketAddress.of(path),
                address);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return new Binding(socket, new SocketFile(path, fileKey(path)));
    }

    private static ServerBootstrap bootstrap(
            EventLoop loop, ChannelHandler accepted, ChannelFactory<ServerChannel> factory) {
        return new ServerBootstrap()
                .group(loop, loop)
                .channelFactory(factory)
                .handler(new AcceptBackoff())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(accepted);
    }

    private static Channel listen(ServerBootstrap bootstrap, SocketAddress where, ListenAddress address)
            throws IOException {
        ChannelFuture bound = bootstrap.bind(where).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Throwable cause = Objects.requireNonNull(bound.cause());
            throw new IOException(address + ": " + reason(cause), cause);
        }
        return bound.channel();
    }

    private static String reason(Throwable cause) {
        if (cause.getCause() instanceof UnsupportedOperationException) {
            return "no such address family here";
        }
        String text = cause.getMessage();
        return text == null || text.isEmpty()
                ? cause.toString()
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** A file that nobody listens on is left by a process that died. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + ": expected a socket or nothing, got another file");
        }
        SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            Files.delete(path);
            return;
        } finally {
            probe.close();
        }
        throw new IOException(path + ": address already in use");
    }

    private void deleteFile() {
        if (file == null) {
            return;
        }
        try {
            if (Objects.equals(file.key(), fileKey(file.path()))) {
                Files.deleteIfExists(file.path());
            }
        } catch (IOException e) {
            LOG.debug("listener The socket file is gone already path={}", file.path());
        }
    }

    private static @Nullable Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
