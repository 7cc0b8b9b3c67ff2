package dev.caraway.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.server.event.ServerEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The port on real sockets: what one client does to another. */
@Timeout(60)
class ControlPortTest {

    private static final int HOSTILE_LINES_PER_SECOND = 10_000;

    /** Every tenth of a second; the rest of it the sender sleeps, as one that keeps its rate does. */
    private static final int LINES_A_BATCH = HOSTILE_LINES_PER_SECOND / 10;

    /** On an idle machine an answer takes well below a millisecond; a busy one may stop us for a while. */
    private static final long LONGEST_ANSWER_MILLIS = 2_000;

    private static final int ANSWERS = 300;

    private static final List<String> HOSTILE_LINES = List.of(
            "{\"execute\":\"nonsense\",\"arguments\":{\"a\":[1,2,3]}}\n",
            "{\"execute\":\"query-qmp-schema\"\n\u0001\n",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\u0002\n",
            "}}}}\n",
            "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"bogus\"}}\n",
            "{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"tls-creds\":\"x\"}}\n",
            "{\"execute\":\"set_password\",\"arguments\":{\"protocol\":\"spice\"}}\n",
            "{\"execute\":\"query-status\",\"id\":{\"a\":1,\"a\":2}}\n");

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final FakeServer server = new FakeServer(threads);

    @TempDir
    private Path directory;

    private ControlPort port;

    @BeforeEach
    void openTwoSockets() throws IOException {
        port = ControlPort.open(
                server,
                new Machine.Version(0, 1, 2, "caraway"),
                Optional.empty(),
                List.of(new ControlAddress.Unix(path("a")), new ControlAddress.Unix(path("b"))));
    }

    @AfterEach
    void closePort() throws Exception {
        port.close();
        port.closed().toCompletableFuture().get(20, TimeUnit.SECONDS);
        threads.shutdownNow();
    }

    @Test
    void aFloodOfHostileLinesDoesNotDelayAnotherClient() throws Exception {
        try (Client hostile = connect("a");
                Client working = connect("b")) {
            AtomicLong sent = new AtomicLong();
            AtomicLong answers = new AtomicLong();
            AtomicReference<Exception> broken = new AtomicReference<>();
            String batch = String.join("", HOSTILE_LINES).repeat(LINES_A_BATCH / HOSTILE_LINES.size() + 1);
            threads.scheduleAtFixedRate(
                    () -> {
                        try {
                            hostile.send(batch);
                            sent.addAndGet(LINES_A_BATCH);
                        } catch (IOException e) {
                            broken.set(e);
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            threads.execute(() -> {
                try {
                    while (hostile.lines.readLine() != null) {
                        answers.incrementAndGet();
                    }
                } catch (IOException e) {
                    // The test has ended.
                }
            });
            while (sent.get() < 2L * LINES_A_BATCH) {
                working.answerMillis("{\"execute\":\"query-name\"}");
            }
            long longest = 0;
            for (int i = 0; i < ANSWERS || sent.get() < HOSTILE_LINES_PER_SECOND; i++) {
                longest = Math.max(longest, working.answerMillis("{\"execute\":\"query-status\"}"));
            }
            assertThat(longest).as("longest answer in ms").isLessThan(LONGEST_ANSWER_MILLIS);
            assertThat(broken.get()).as("the flood stayed connected").isNull();
            assertThat(answers.get()).as("refusals").isPositive();
        }
    }

    @Test
    void aClientThatNeverReadsIsClosedAtAnEventAndAnotherIsToldAllOfThem() throws Exception {
        try (Client deaf = connect("a");
                Client working = connect("b")) {
            String answered = "{\"execute\":\"query-qmp-schema\"}\n".repeat(100);
            threads.execute(() -> {
                try {
                    while (true) {
                        deaf.send(answered);
                    }
                } catch (IOException e) {
                    // Closed, as it should be.
                }
            });
            int events = 0;
            boolean isClosed = false;
            while (!isClosed) {
                server.emit(new ServerEvent.Resumed());
                events++;
                assertThat(working.lines.readLine()).contains("RESUME");
                working.answerMillis("{\"execute\":\"query-status\"}");
                isClosed = deaf.isRefused();
            }
            assertThat(events).isPositive();
        }
    }

    @Test
    void oneSocketsClientDoesNotMakeAnotherSocketsClientWait() throws Exception {
        try (Client first = connect("a");
                Client second = connect("b")) {
            assertThat(first.answerMillis("{\"execute\":\"query-name\"}")).isNotNegative();
            assertThat(second.answerMillis("{\"execute\":\"query-name\"}")).isNotNegative();
        }
    }

    @Test
    void tcpIsLoopbackOnly() {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "example.org")) {
            assertThatThrownBy(() -> new ControlAddress.Tcp(host, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 127.0.0.1, ::1 or localhost");
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private Client connect(String name) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path(name)));
        Client client = new Client(socket);
        assertThat(client.lines.readLine()).startsWith("{\"QMP\"");
        client.answerMillis("{\"execute\":\"qmp_capabilities\"}");
        return client;
    }

    private static final class Client implements AutoCloseable {

        private final SocketChannel socket;
        private final BufferedReader lines;
        private volatile boolean isRefused;

        private Client(SocketChannel socket) {
            this.socket = socket;
            this.lines = new BufferedReader(Channels.newReader(socket, US_ASCII));
        }

        void send(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            try {
                while (bytes.hasRemaining()) {
                    socket.write(bytes);
                }
            } catch (IOException e) {
                isRefused = true;
                throw e;
            }
        }

        /** Whether the other end takes nothing any more. */
        boolean isRefused() {
            return isRefused;
        }

        /** How long the answer to a command took. */
        long answerMillis(String command) throws IOException {
            long began = System.nanoTime();
            send(command);
            assertThat(lines.readLine()).startsWith("{\"return\"");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
