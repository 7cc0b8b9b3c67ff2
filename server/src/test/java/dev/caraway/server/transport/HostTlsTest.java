package dev.caraway.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class HostTlsTest {

    private static final String HERE = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 10;
    private static final long CONNECT_MILLIS = 2_000;

    private final NettyLoop loop = EventLoops.take();
    private final BlockingQueue<End> accepted = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private TlsMaterial material;
    private HostSockets sockets;

    @BeforeEach
    void certificatesAreMade() throws Exception {
        material = SelfSigned.inDirectory(directory.resolve("ours"), Set.of("localhost", HERE), Instant.now());
        sockets = socketsWith(material);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        onLoop(() -> {
            sockets.closeAll();
            return CompletableFuture.completedStage(true);
        });
        loop.release().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void hostsOfOneAuthorityTalkBothWays() throws Exception {
        End near = new End();
        near.socket = connect(sockets, listen(sockets), HERE, near);
        End far = accepted();
        run(() -> near.socket().send(text("hello")));
        run(() -> far.socket().send(text("welcome")));

        assertThat(far.heard(5)).isEqualTo("hello");
        assertThat(near.heard(7)).isEqualTo("welcome");
        run(far.socket()::close);
        assertThat(near.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void hostUnderAnotherNameIsNotCalled() throws Exception {
        int port = listen(sockets);

        assertThatThrownBy(() -> connect(sockets, port, "elsewhere.example", new End()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to 127.0.0.1:" + port)
                .hasMessageContaining("elsewhere.example");
        assertThat(accepted).isEmpty();
    }

    @Test
    void hostOfAnotherAuthorityIsNotCalledAndNotLetIn() throws Exception {
        HostSockets strangers = socketsWith(
                SelfSigned.inDirectory(directory.resolve("theirs"), Set.of("localhost", HERE), Instant.now()));
        int ours = listen(sockets);
        int theirs = listen(strangers);

        assertThatThrownBy(() -> connect(sockets, theirs, HERE, new End())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> connect(strangers, ours, HERE, new End())).isInstanceOf(IOException.class);
        assertThat(accepted).isEmpty();
    }

    @Test
    void hostThatTrustsUsButIsUnknownIsNotLetIn() throws Exception {
        TlsMaterial stranger =
                SelfSigned.inDirectory(directory.resolve("theirs"), Set.of("localhost", HERE), Instant.now());
        HostSockets impostors = socketsWith(new TlsMaterial(stranger.key(), stranger.chain(), material.authorities()));
        End near = new End();
        // In TLS 1.3 whoever connects has finished before the other has looked at its certificate.
        CompletableFuture<Optional<String>> end = near.closed;
        try {
            connect(impostors, listen(sockets), HERE, near);
        } catch (IOException e) {
            end = CompletableFuture.completedFuture(Optional.of(String.valueOf(e.getMessage())));
        }

        assertThat(end.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasValueSatisfying(reason -> assertThat(reason).containsIgnoringCase("certificate"));
        assertThat(accepted).isEmpty();
    }

    @Test
    void hostWithoutTlsIsNotLetIn() throws Exception {
        int port = listen(sockets);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            plain.getOutputStream().write("CARAWAY in the clear".getBytes(UTF_8));
            byte[] answer = plain.getInputStream().readAllBytes();

            // An alert, and the end.
            assertThat(answer.length).isLessThan(16);
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void oneWhoSaysNothingKeepsNobodyOut() throws Exception {
        int port = listen(sockets);
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(silent.isConnected()).isTrue();
            connect(sockets, port, HERE, new End());

            assertThat(accepted()).isNotNull();
        }
    }

    @Test
    void whoeverHasBeenProvingItselfLongestMakesRoom() throws Exception {
        int port = listen(sockets);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i <= 16; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            Socket oldest = silent.get(0);
            oldest.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

            assertThat(oldest.getInputStream().read()).isEqualTo(-1);
            connect(sockets, port, HERE, new End());
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
    }

    @Test
    void serverWithoutCertificatesSaysSo() {
        HostSockets bare = new HostSockets(loop, Optional.empty());

        assertThatThrownBy(() -> connect(bare, 1, HERE, new End()))
                .isInstanceOf(IOException.class)
                .hasMessage("TLS between hosts: expected a server with certificates and the CA's, got none");
        assertThatThrownBy(() -> listen(bare)).isInstanceOf(IOException.class);
    }

    private HostSockets socketsWith(TlsMaterial proof) {
        return new HostSockets(loop, Optional.of(HostTls.of(proof, "DEFAULT", Runnable::run)));
    }

    private int listen(HostSockets at) throws Exception {
        return onLoop(() -> at.listen(new HostAddress(HERE, 0, Optional.of(HERE)), socket -> {
                    End end = new End();
                    end.socket = socket;
                    accepted.add(end);
                    return Optional.of(end);
                }))
                .port();
    }

    private StreamSocket connect(HostSockets from, int port, String certifiedName, End end) throws Exception {
        return onLoop(() -> from.connect(new HostAddress(HERE, port, Optional.of(certifiedName)), CONNECT_MILLIS, end));
    }

    private End accepted() throws InterruptedException {
        return Objects.requireNonNull(accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    private void run(Runnable task) throws Exception {
        onLoop(() -> {
            task.run();
            return CompletableFuture.completedStage(true);
        });
    }

    private <T> T onLoop(Supplier<CompletionStage<T>> task) throws Exception {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        loop.execute(() -> task.get().whenComplete((value, failure) -> {
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

    /** One end of a stream. */
    private static final class End implements StreamSocket.Listener {

        final CompletableFuture<Optional<String>> closed = new CompletableFuture<>();
        private final BlockingQueue<Bytes> arrived = new LinkedBlockingQueue<>();
        private volatile @Nullable StreamSocket socket;

        StreamSocket socket() {
            return Objects.requireNonNull(socket);
        }

        String heard(int length) throws InterruptedException {
            StringBuilder heard = new StringBuilder();
            while (heard.length() < length) {
                Bytes piece = Objects.requireNonNull(arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
                heard.append(new String(piece.toArray(), UTF_8));
            }
            return heard.toString();
        }

        @Override
        public void onBytes(Bytes bytes) {
            arrived.add(bytes);
        }

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(Optional<String> reason) {
            closed.complete(reason);
        }
    }
}
