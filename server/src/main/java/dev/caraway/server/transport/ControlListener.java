package dev.caraway.server.transport;

import dev.caraway.server.event.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control port: one client at a time. A further one is accepted and waits, unread and without a greeting, until the
 * client before it has gone.
 */
public final class ControlListener {

    /** How many clients may wait; whoever comes after them is closed. */
    static final int WAITING = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);

    private final NettyLoop loop;
    private final ControlReception reception;
    private final Deque<Channel> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final @Nullable ControlHandshakes handshakes;
    private @Nullable Channel current;
    private boolean isClosing;

    private ControlListener(NettyLoop loop, @Nullable Tls tls, ControlReception reception) {
        this.loop = loop;
        this.reception = reception;
        this.handshakes = tls == null ? null : new ControlHandshakes(loop, tls, this::accept);
    }

    /** A control port that listens. */
    public static final class Bound {

        private final ControlListener listener;
        private final Binding binding;
        private final Endpoint endpoint;

        private Bound(ControlListener listener, Binding binding) {
            this.listener = listener;
            this.binding = binding;
            this.endpoint = binding.endpoint();
        }

        /** The address with its real port. */
        public Endpoint endpoint() {
            return endpoint;
        }

        /**
         * Stops listening, closes every socket once what was written has left it or {@code flushLimitMillis} have
         * passed, and deletes a unix socket's file. From any thread.
         */
        public CompletableFuture<Void> close(long flushLimitMillis) {
            return CompletableFuture.allOf(binding.close(), listener.closeSockets(flushLimitMillis));
        }
    }

    /**
     * Listens; waits for the loop, so not to be called on it. A unix socket's file has mode 0600.
     *
     * @param tls what each socket must begin with before its client counts, or null for the clear
     * @throws IOException with one line that names the address and the reason
     */
    public static Bound bind(NettyLoop loop, ListenAddress address, @Nullable Tls tls, ControlReception reception)
            throws IOException {
        ControlListener listener = new ControlListener(loop, tls, reception);
        return new Bound(listener, Binding.bind(loop.eventLoop(), address, listener.new Acceptance()));
    }

    private CompletableFuture<Void> closeSockets(long flushLimitMillis) {
        loop.execute(() -> {
            isClosing = true;
            if (handshakes != null) {
                handshakes.close();
            }
            List.copyOf(waiting).forEach(Farewell::abort);
            if (current != null) {
                Farewell.begin(current, flushLimitMillis);
            }
            completeIfEmpty();
        });
        return closed;
    }

    private void accept(Channel socket) {
        if (isClosing || waiting.size() >= WAITING) {
            socket.close();
            return;
        }
        socket.config().setAutoRead(false);
        waiting.add(socket);
        socket.closeFuture().addListener(future -> loop.execute(() -> onGone(socket)));
        startNext();
    }

    private void startNext() {
        while (current == null && !isClosing && !waiting.isEmpty()) {
            Channel next = waiting.remove();
            current = next;
            Conversation conversation = new Conversation(next);
            next.pipeline().addLast("control", conversation);
            conversation.start();
        }
    }

    private void onGone(Channel socket) {
        if (socket == current) {
            current = null;
            Conversation conversation = socket.pipeline().get(Conversation.class);
            if (conversation != null) {
                conversation.onGone();
            }
            startNext();
        } else {
            waiting.remove(socket);
        }
        completeIfEmpty();
    }

    private void completeIfEmpty() {
        if (isClosing && current == null && waiting.isEmpty()) {
            closed.complete(null);
        }
    }

    @ChannelHandler.Sharable
    private final class Acceptance extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel socket) {
            if (handshakes == null || isClosing) {
                accept(socket);
            } else {
                handshakes.begin(socket);
            }
        }
    }

    /** The client whose turn it is. */
    private final class Conversation extends ChannelInboundHandlerAdapter implements ControlSocket {

        private final Channel socket;
        private @Nullable ControlClient client;
        private long pendingBytes;
        /** What was written leaves with this turn of the loop. */
        private boolean isFlushDue;
        /** The client is to hear that fewer bytes wait. */
        private boolean isNewsDue;

        private boolean isEnding;

        private Conversation(Channel socket) {
            this.socket = socket;
        }

        private void start() {
            client = reception.onConnected(this);
            if (!isEnding) {
                socket.config().setAutoRead(true);
            }
        }

        private void onGone() {
            isEnding = true;
            if (client != null) {
                client.onClosed();
            }
        }

        @Override
        public void write(byte[] bytes) {
            assert loop.inLoop();
            if (isEnding || bytes.length == 0 || !socket.isActive()) {
                return;
            }
            pendingBytes += bytes.length;
            socket.write(Unpooled.wrappedBuffer(bytes)).addListener(future -> {
                pendingBytes -= bytes.length;
                if (!isNewsDue) {
                    isNewsDue = true;
                    loop.execute(this::onWritten);
                }
            });
            if (!isFlushDue) {
                // All that a turn of the loop has to say leaves in one go: a client that asks a lot costs others less.
                isFlushDue = true;
                loop.execute(this::flush);
            }
        }

        private void flush() {
            isFlushDue = false;
            socket.flush();
        }

        @Override
        public long pendingBytes() {
            return pendingBytes;
        }

        @Override
        public void pauseReading() {
            if (!isEnding) {
                socket.config().setAutoRead(false);
            }
        }

        @Override
        public void resumeReading() {
            socket.config().setAutoRead(true);
        }

        @Override
        public void close() {
            if (!isEnding) {
                isEnding = true;
                Farewell.begin(socket);
            }
        }

        @Override
        public void abort() {
            isEnding = true;
            Farewell.abort(socket);
        }

        private void onWritten() {
            isNewsDue = false;
            if (client != null && !isEnding) {
                client.onWritable();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                if (client != null && !isEnding) {
                    client.onBytes(ByteBufUtil.getBytes(in));
                }
            } finally {
                in.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                LOG.debug("control The connection broke reason={}", cause.getMessage());
            } else {
                LOG.error("control Closing the socket after a mistake of ours", cause);
            }
            Farewell.abort(socket);
        }
    }
}
