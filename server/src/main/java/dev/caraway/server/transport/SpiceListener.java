package dev.caraway.server.transport;

import dev.caraway.server.event.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One address on which SPICE clients connect, in the clear or with TLS. */
public final class SpiceListener {

    private final Binding binding;
    private final Endpoint endpoint;
    private final boolean isEncrypted;

    private SpiceListener(Binding binding, boolean isEncrypted) {
        this.binding = binding;
        this.endpoint = binding.endpoint();
        this.isEncrypted = isEncrypted;
    }

    /**
     * Listens; waits for the loop, so not to be called on it.
     *
     * @param tls what each socket begins with, or null for the clear
     * @throws IOException with one line that names the address and the reason
     */
    public static SpiceListener bind(NettyLoop loop, ListenAddress address, @Nullable Tls tls, Sockets sockets)
            throws IOException {
        Acceptance acceptance = new Acceptance(address, tls, sockets);
        return new SpiceListener(Binding.bind(loop.eventLoop(), address, acceptance), tls != null);
    }

    /** The address with its real port. */
    public Endpoint endpoint() {
        return endpoint;
    }

    public boolean isEncrypted() {
        return isEncrypted;
    }

    /** Stops listening and deletes a unix socket's file; accepted sockets stay. From any thread. */
    public CompletableFuture<Void> close() {
        return binding.close();
    }

    /** Not shared between listeners, but used for every socket of one. */
    @io.netty.channel.ChannelHandler.Sharable
    private static final class Acceptance extends ChannelInitializer<Channel> {

        private final boolean isIpv6Only;
        private final @Nullable Tls tls;
        private final Sockets sockets;

        private Acceptance(ListenAddress address, @Nullable Tls tls, Sockets sockets) {
            this.isIpv6Only = address instanceof ListenAddress.Tcp tcp && tcp.version() == ListenAddress.IpVersion.IPV6;
            this.tls = tls;
            this.sockets = sockets;
        }

        @Override
        protected void initChannel(Channel socket) {
            // The JDK cannot keep IPv4 away from a socket that listens on ::, so it is sent away here.
            if (isIpv6Only
                    && socket.remoteAddress() instanceof InetSocketAddress remote
                    && remote.getAddress() instanceof Inet4Address) {
                socket.close();
                return;
            }
            sockets.accept(socket, tls);
        }
    }
}
