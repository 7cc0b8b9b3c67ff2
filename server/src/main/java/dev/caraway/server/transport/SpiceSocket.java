package dev.caraway.server.transport;

import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.LinkedPeer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One accepted socket, from its acceptance through its link to its end. Only on the loop. */
final class SpiceSocket implements LinkedHandoff {

    private static final Logger LOG = LoggerFactory.getLogger(SpiceSocket.class);

    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Sockets sockets;
    private final Channel socket;
    private final Endpoint server;
    private final Endpoint client;
    private final boolean isEncrypted;
    private @Nullable Future<?> grace;
    private @Nullable SocketOutbox outbox;
    private @Nullable FrameDecoder decoder;
    private @Nullable AdmittedClient admitted;
    private boolean isGone;

    SpiceSocket(Sockets sockets, Channel socket, boolean isEncrypted) {
        this.sockets = sockets;
        this.socket = socket;
        this.server = Endpoints.of(socket.localAddress());
        this.client = Endpoints.of(socket.remoteAddress());
        this.isEncrypted = isEncrypted;
    }

    /** Puts the handlers in their places, nearest to the socket first. */
    void open(SocketLimits limits, LinkHandlers links, @Nullable Tls tls) {
        // Before anything that may fail, or its place among the linking sockets would never be free again. In a later
        // turn: whoever closes a socket is not told of it before its call has returned.
        socket.closeFuture().addListener(future -> socket.eventLoop().execute(this::onGone));
        // Later than the link's own timer, which tells the peer why: this one closes whatever is left.
        long deadlineMillis = limits.graceMillis() + LAST_WORDS_MILLIS;
        grace = socket.eventLoop().schedule(this::onGraceOver, deadlineMillis, TimeUnit.MILLISECONDS);
        ChannelPipeline pipeline = socket.pipeline();
        pipeline.addLast("stall", new StallGuard(limits.stallMillis(), this::onStall));
        if (tls != null) {
            pipeline.addLast("renegotiation", new RenegotiationGuard());
            pipeline.addLast("tls", tls.newHandler(socket.alloc(), limits.graceMillis()));
        }
        pipeline.addLast("link", links.create(this, server, client, isEncrypted));
        pipeline.addLast("end", new PipelineEnd());
        sockets.reception().onConnected(server, client);
    }

    @Override
    public void linked(ChannelHandlerContext link, LinkedPeer peer, boolean miniHeader) {
        if (isGone || !socket.isActive()) {
            return;
        }
        endLogin();
        SocketOutbox out = new SocketOutbox(socket, miniHeader, isEncrypted, subject());
        outbox = out;
        ChannelClient channelClient;
        try {
            channelClient = sockets.reception().admit(peer, out);
        } catch (RuntimeException | Error e) {
            LOG.error("{} Cannot admit a client", subject(), e);
            out.close();
            return;
        }
        AdmittedClient admission = new AdmittedClient(peer.channel().type(), channelClient, out);
        admitted = admission;
        FrameDecoder frames = new FrameDecoder(admission, miniHeader);
        decoder = frames;
        link.pipeline().addAfter(link.name(), "frames", frames);
        out.bind(channelClient.toString(), frames);
        admission.onLinked();
    }

    /** Ends it as kindly as {@code flushLimitMillis} allow; one that is not linked is closed at once. */
    void close(long flushLimitMillis) {
        if (outbox != null) {
            outbox.close(flushLimitMillis);
        } else {
            Farewell.abort(socket);
        }
    }

    Channel socket() {
        return socket;
    }

    private String subject() {
        return admitted != null ? admitted.subject() : client.toString();
    }

    private void endLogin() {
        if (grace != null) {
            grace.cancel(false);
            grace = null;
            sockets.onLoginOver(socket);
        }
    }

    private void onGraceOver() {
        LOG.debug("{} Not linked in time", subject());
        Farewell.abort(socket);
    }

    private void onStall() {
        LOG.warn(
                "{} Closing the socket, its peer takes nothing pendingBytes={}",
                subject(),
                outbox == null ? 0 : outbox.pendingBytes());
        Farewell.reset(socket);
    }

    private void onGone() {
        isGone = true;
        endLogin();
        try {
            if (decoder != null) {
                decoder.finish();
            }
            if (admitted != null) {
                admitted.onGone();
            }
            sockets.reception().onDisconnected(server, client);
        } finally {
            sockets.remove(this);
        }
    }

    /** Takes what nobody before it took: bytes after the end, and failures before the link was done. */
    private final class PipelineEnd extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("{} The connection broke reason={}", subject(), cause.toString());
            Farewell.abort(socket);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            ReferenceCountUtil.release(event);
        }
    }
}
