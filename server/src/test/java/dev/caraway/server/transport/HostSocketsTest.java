package dev.caraway.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class HostSocketsTest {

    private static final String HERE = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 10;
    private static final int MEGABYTE = 1 << 20;

    private final NettyLoop loop = EventLoops.take();
    private final HostSockets sockets = new HostSockets(loop, Optional.empty());

    @AfterEach
    void nothingIsLeft() throws Exception {
        onLoop(() -> {
            sockets.closeAll();
            return CompletableFuture.completedStage(true);
        });
        loop.release().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void bytesArriveInOrderBothWays() throws Exception {
        Pair pair = new Pair();
        byte[] there = counted(3 * MEGABYTE);
        run(() -> {
            for (int at = 0; at < there.length; at += 70_000) {
                pair.near.send(Bytes.wrap(there, at, Math.min(70_000, there.length - at)));
            }
            pair.far.send(text("welcome"));
        });

        assertThat(pair.farEnd.read(there.length)).isEqualTo(there);
        assertThat(pair.nearEnd.read(7)).isEqualTo("welcome".getBytes(UTF_8));
    }

    @Test
    void closedPortIsOneLine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> connect(HERE, port, new End()))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void hostThatNobodyKnowsIsOneLine() {
        assertThatThrownBy(() -> connect("::nowhere", 1, new End()))
                .isInstanceOf(IOException.class)
                .hasMessage("::nowhere: unknown host");
    }

    @Test
    void portInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> listen(taken.getLocalPort(), new OneAtATime()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": address already in use");
        }
    }

    @Test
    void secondStreamIsClosedAndOneAfterTheFirstIsTaken() throws Exception {
        OneAtATime acceptor = new OneAtATime();
        int port = listen(0, acceptor).port();
        End first = new End();
        StreamSocket firstSocket = connect(HERE, port, first);
        End farEnd = acceptor.accepted.take().end;
        End second = new End();
        connect(HERE, port, second);

        assertThat(second.awaitClosed()).isEmpty();
        assertThat(first.closed).isNotDone();
        run(firstSocket::abort);
        farEnd.awaitClosed();
        connect(HERE, port, new End());
        assertThat(acceptor.accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whatWasAcceptedStaysWhenListeningEnds() throws Exception {
        OneAtATime acceptor = new OneAtATime();
        StreamListening listening = listen(0, acceptor);
        int port = listening.port();
        StreamSocket near = connect(HERE, port, new End());
        End farEnd = acceptor.accepted.take().end;
        run(listening::close);
        run(() -> near.send(text("still here")));

        assertThat(farEnd.read(10)).isEqualTo("still here".getBytes(UTF_8));
        assertThatThrownBy(() -> connect(HERE, port, new End())).isInstanceOf(IOException.class);
    }

    @Test
    void hostThatDoesNotReadIsNotWritableUntilItReads() throws Exception {
        Pair pair = new Pair();
        run(pair.far::pauseReading);
        int sent = 0;
        while (ask(pair.near::isWritable)) {
            run(() -> pair.near.send(Bytes.wrap(new byte[1 << 16])));
            sent += 1 << 16;
        }
        CompletableFuture<Boolean> writable = new CompletableFuture<>();
        pair.nearEnd.onWritable = () -> writable.complete(pair.near.isWritable());
        run(() -> {
            // The system may have taken more than it seemed to.
            if (pair.near.isWritable()) {
                pair.nearEnd.onWritable.run();
            }
            pair.far.resumeReading();
        });

        assertThat(writable.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(pair.farEnd.read(sent)).hasSize(sent);
    }

    @Test
    void limitedStreamTakesItsTime() throws Exception {
        Pair pair = new Pair();
        int pieces = 16;
        int bytesPerSecond = MEGABYTE;
        long began = System.nanoTime();
        CompletableFuture<Void> done = new CompletableFuture<>();
        pair.nearEnd.onWritable = new Runnable() {
            private int left = pieces;

            @Override
            public void run() {
                while (left > 0 && pair.near.isWritable()) {
                    left--;
                    pair.near.send(Bytes.wrap(new byte[1 << 15]));
                }
                if (left == 0) {
                    done.complete(null);
                }
            }
        };
        run(() -> {
            pair.near.limit(bytesPerSecond);
            pair.nearEnd.onWritable.run();
        });
        done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // The last piece may go when those before it are paid for, less a burst of 50 ms.
        long leastMillis = (pieces - 1) * (1000L << 15) / bytesPerSecond - 50;
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(leastMillis));
        assertThat(pair.farEnd.read(pieces << 15)).hasSize(pieces << 15);
    }

    @Test
    void limitedStreamLetsWordsThrough() throws Exception {
        Pair pair = new Pair();
        run(() -> {
            pair.near.limit(1);
            pair.near.send(text("run"));
        });

        assertThat(pair.farEnd.read(3)).isEqualTo("run".getBytes(UTF_8));
        assertThat(ask(pair.near::isWritable)).isFalse();
    }

    @Test
    void streamWhoseLimitIsTakenAwayIsWritableAgain() throws Exception {
        Pair pair = new Pair();
        run(() -> {
            pair.near.limit(1);
            pair.near.send(text("a minute's worth of what is allowed, so that nobody waits for it"));
        });
        assertThat(ask(pair.near::isWritable)).isFalse();
        run(() -> pair.near.limit(0));

        pair.nearEnd.writable.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ask(pair.near::isWritable)).isTrue();
    }

    @Test
    void lastWordsReachAHostThatIsSending() throws Exception {
        Pair pair = new Pair();
        pair.nearEnd.onWritable = () -> {
            while (pair.near.isWritable()) {
                pair.near.send(Bytes.wrap(new byte[MEGABYTE]));
            }
        };
        run(() -> {
            // What has arrived and is unread turns a close into a reset.
            pair.far.pauseReading();
            pair.nearEnd.onWritable.run();
        });
        run(() -> {
            pair.far.send(text("refused"));
            pair.far.close();
        });

        assertThat(pair.nearEnd.read(7)).isEqualTo("refused".getBytes(UTF_8));
        assertThat(pair.nearEnd.awaitClosed()).isEmpty();
    }

    @Test
    void nothingIsReadAfterTheClose() throws Exception {
        Pair pair = new Pair();
        run(() -> {
            pair.far.close();
            pair.near.send(text("too late"));
        });

        pair.farEnd.awaitClosed();
        assertThat(pair.farEnd.arrived()).isZero();
    }

    @Test
    void abortEndsTheStreamAtBothHosts() throws Exception {
        Pair pair = new Pair();
        run(pair.near::abort);

        assertThat(pair.farEnd.awaitClosed()).isEmpty();
        assertThat(pair.nearEnd.awaitClosed()).isEmpty();
    }

    @Test
    void resetIsAReason() throws Exception {
        OneAtATime acceptor = new OneAtATime();
        int port = listen(0, acceptor).port();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), port);
        End end = acceptor.accepted.take().end;
        peer.setSoLinger(true, 0);
        peer.close();

        assertThat(end.awaitClosed())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("connection reset"));
    }

    @Test
    void resetIsNoticedByWhoOnlySends() throws Exception {
        OneAtATime acceptor = new OneAtATime();
        int port = listen(0, acceptor).port();
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), port);
        Accepted accepted = acceptor.accepted.take();
        StreamSocket socket = accepted.socket;
        End end = accepted.end;
        run(socket::pauseReading);
        peer.setSoLinger(true, 0);
        peer.close();
        while (!end.closed.isDone()) {
            run(() -> socket.send(Bytes.wrap(new byte[100])));
        }

        assertThat(end.awaitClosed()).isPresent();
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    private static byte[] counted(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((i * 31) >> 8);
        }
        return bytes;
    }

    private StreamSocket connect(String host, int port, End end) throws Exception {
        return onLoop(() -> sockets.connect(
                new HostAddress(host, port, Optional.empty()), TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), end));
    }

    private StreamListening listen(int port, OneAtATime acceptor) throws Exception {
        return onLoop(() -> sockets.listen(new HostAddress(HERE, port, Optional.empty()), acceptor));
    }

    private void run(Runnable task) throws Exception {
        ask(() -> {
            task.run();
            return true;
        });
    }

    private <T> T ask(Supplier<T> question) throws Exception {
        return onLoop(() -> CompletableFuture.completedStage(question.get()));
    }

    private <T> T onLoop(Supplier<CompletionStage<T>> task) throws Exception {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        loop.execute(() -> task.get().whenComplete((value, failure) -> {
            assertThat(loop.inLoop()).isTrue();
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else {
                outcome.complete(value);
            }
        }));
        try {
            return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Two sockets that are connected to each other. */
    private final class Pair {

        private final End nearEnd = new End();
        private final End farEnd;
        private final StreamSocket near;
        private final StreamSocket far;

        Pair() throws Exception {
            OneAtATime acceptor = new OneAtATime();
            near = connect(HERE, listen(0, acceptor).port(), nearEnd);
            Accepted accepted = acceptor.accepted.take();
            farEnd = accepted.end;
            far = accepted.socket;
        }
    }

    /** A stream that was taken. */
    private record Accepted(StreamSocket socket, End end) {}

    /** Takes a stream when the one before it has ended. */
    private static final class OneAtATime implements StreamSocket.Acceptor {

        private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
        private CompletableFuture<?> before = CompletableFuture.completedFuture(true);

        @Override
        public Optional<StreamSocket.Listener> accept(StreamSocket offered) {
            if (!before.isDone()) {
                return Optional.empty();
            }
            End end = new End();
            before = end.closed;
            accepted.add(new Accepted(offered, end));
            return Optional.of(end);
        }
    }

    /** Keeps what a stream says. */
    private static final class End implements StreamSocket.Listener {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final CompletableFuture<Void> writable = new CompletableFuture<>();
        private final CompletableFuture<Optional<String>> closed = new CompletableFuture<>();
        private volatile Runnable onWritable = () -> {};

        @Override
        public void onBytes(Bytes bytes) {
            synchronized (received) {
                received.write(bytes.array(), bytes.offset(), bytes.length());
                received.notifyAll();
            }
        }

        @Override
        public void onWritable() {
            writable.complete(null);
            onWritable.run();
        }

        @Override
        public void onClosed(Optional<String> reason) {
            closed.complete(reason);
        }

        int arrived() {
            synchronized (received) {
                return received.size();
            }
        }

        /** Waits for so many bytes and returns them. */
        byte[] read(int count) throws InterruptedException {
            synchronized (received) {
                while (received.size() < count) {
                    received.wait();
                }
                return Arrays.copyOf(received.toByteArray(), count);
            }
        }

        Optional<String> awaitClosed() throws Exception {
            return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
