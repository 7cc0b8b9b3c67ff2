package dev.caraway.server.transport;

import dev.caraway.server.session.Reception;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sockets that one server has accepted, on whichever address.
 *
 * <p>So many may be linking at a time and no more, and fewer from one address, which so cannot lock out the others: a
 * further one is closed when it is accepted. Only on the loop, except for {@link #closeAll}.
 */
public final class Sockets {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private final NettyLoop loop;
    private final Reception reception;
    private final LinkHandlers links;
    private final SocketLimits limits;
    private final LogThrottle throttle = new LogThrottle();
    private final Set<SpiceSocket> open = new LinkedHashSet<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Map<InetAddress, Integer> unauthenticatedBySource = new HashMap<>();
    private int unauthenticated;
    private boolean isClosing;

    Sockets(NettyLoop loop, Reception reception, LinkHandlers links, SocketLimits limits) {
        this.loop = loop;
        this.reception = reception;
        this.links = links;
        this.limits = limits;
    }

    /** The sockets of one server, each of which begins with a link. */
    public static Sockets linking(LinkServices links, NettyLoop loop, SocketLimits limits) {
        LinkHandlers handlers =
                (handoff, server, client, encrypted) -> new LinkHandler(links, handoff, server, client, encrypted);
        return new Sockets(loop, links.reception(), handlers, limits);
    }

    /**
     * Closes every socket; those that are linked get what was sent to them if they take it within {@code flushLimitMillis}.
     * What is accepted from now on is closed at once. From any thread; completes on the loop when no socket is left.
     */
    public CompletableFuture<Void> closeAll(long flushLimitMillis) {
        loop.execute(() -> {
            isClosing = true;
            List.copyOf(open).forEach(socket -> socket.close(flushLimitMillis));
            completeIfEmpty();
        });
        return closed;
    }

    /** How many sockets are accepted and not linked yet. */
    public int unauthenticated() {
        return unauthenticated;
    }

    void accept(Channel socket, @Nullable Tls tls) {
        assert loop.inLoop();
        Optional<InetAddress> source = source(socket);
        if (isClosing
                || unauthenticated >= limits.maxUnauthenticated()
                || source.filter(this::isFull).isPresent()) {
            refuse(socket);
            return;
        }
        SpiceSocket accepted = new SpiceSocket(this, socket, tls != null);
        open.add(accepted);
        unauthenticated++;
        source.ifPresent(address -> unauthenticatedBySource.merge(address, 1, Integer::sum));
        accepted.open(limits, links, tls);
    }

    Reception reception() {
        return reception;
    }

    void onLoginOver(Channel socket) {
        unauthenticated--;
        source(socket)
                .ifPresent(address -> unauthenticatedBySource.computeIfPresent(
                        address, (same, sockets) -> sockets > 1 ? sockets - 1 : null));
    }

    void remove(SpiceSocket socket) {
        open.remove(socket);
        completeIfEmpty();
    }

    private boolean isFull(InetAddress source) {
        return unauthenticatedBySource.getOrDefault(source, 0) >= limits.maxUnauthenticatedPerSource();
    }

    private static Optional<InetAddress> source(Channel socket) {
        return socket.remoteAddress() instanceof InetSocketAddress remote
                ? Optional.ofNullable(remote.getAddress())
                : Optional.empty();
    }

    private void refuse(Channel socket) {
        if (!isClosing && throttle.passes(loop.nanoTime())) {
            LOG.warn(
                    "listener Too many sockets are linking, closing further ones limit={} perSource={} client={} suppressed={}",
                    limits.maxUnauthenticated(),
                    limits.maxUnauthenticatedPerSource(),
                    Endpoints.of(socket.remoteAddress()),
                    throttle.takeSuppressed());
        }
        socket.close();
    }

    private void completeIfEmpty() {
        if (isClosing && open.isEmpty()) {
            closed.complete(null);
        }
    }
}
