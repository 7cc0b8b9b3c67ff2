package dev.caraway.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.SpiceServer;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.LeakPresenceDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that holds servers: they share threads, do not disturb each other, and leave nothing behind. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddingTest {

    /** The build's leak detector counts every buffer of Netty's: once all servers are closed none may be left. */
    @AfterAll
    static void noBufferIsLeft() {
        assertThat(System.getProperty("io.netty.customResourceLeakDetector"))
                .as("the detector that counts")
                .isEqualTo(LeakPresenceDetector.class.getName());
        Patience.until("no buffer left", () -> {
            try {
                LeakPresenceDetector.check();
                return true;
            } catch (IllegalStateException stillHeld) {
                return false;
            }
        });
    }

    @Test
    void serversInOneProcessShareThreadsAndNothingElse() throws IOException, GeneralSecurityException {
        List<TestServer> servers = new ArrayList<>();
        List<FramebufferGuest> guests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FramebufferGuest guest = new FramebufferGuest(40 + i, 30);
            guests.add(guest);
            servers.add(TestServer.open(guest));
        }
        try {
            assertThat(threads().size() - ownThreads())
                    .isBetween(1, Math.max(2, Runtime.getRuntime().availableProcessors()));
            for (int i = 0; i < 8; i++) {
                try (ScriptedClient client = servers.get(i).client().connect()) {
                    client.openDisplay();
                    guests.get(i).fill(new Rect(0, 0, 10, 10), i + 1);
                    client.awaitPicture(guests.get(i).sha256());
                }
            }
        } finally {
            servers.forEach(TestServer::close);
        }
    }

    @Test
    void aClosedServerLeavesNoThread() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(new FramebufferGuest(64, 64));
                ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            assertThat(threads()).isNotEmpty();
        }

        assertThat(threads()).isEmpty();
    }

    @Test
    void aClosedServerClosesItsClients() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(new FramebufferGuest(64, 64));
                ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            server.server().shutdown();

            client.main().awaitEnd();
            assertThat(client.main().failure()).isEmpty();
        }
    }

    @Test
    void aServerStartsAgainOnTheSamePortAtOnce() throws IOException, GeneralSecurityException {
        int port;
        try (TestServer server = TestServer.open(new FramebufferGuest(64, 64));
                ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            port = server.port();
        }
        for (int i = 0; i < 3; i++) {
            FramebufferGuest guest = new FramebufferGuest(64, 64);
            try (SpiceServer again = SpiceServer.builder()
                            .guest(guest)
                            .listen("127.0.0.1", port)
                            .disableTicketing()
                            .start();
                    ScriptedClient client = ScriptedClient.to(port).connect()) {
                client.openDisplay();
                guest.fill(new Rect(0, 0, 3, 3), i + 1);
                client.awaitPicture(guest.sha256());
                assertThat(again.endpoints()).hasSize(1);
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLineAndLeavesNothing() throws IOException {
        try (TestServer server = TestServer.open(new FramebufferGuest(8, 8))) {
            int before = ownThreads();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> SpiceServer.builder()
                            .guest(new FramebufferGuest(8, 8))
                            .listen("127.0.0.1", server.port())
                            .disableTicketing()
                            .start()
                            .close())
                    .satisfies(refused -> assertThat(String.valueOf(refused.getMessage()))
                            .isNotBlank()
                            .doesNotContain("\n"));
            Patience.until("its threads", () -> ownThreads() <= before);
        }
    }

    @Test
    void aPasswordThatCannotBeIsRefusedAndLeavesNothing() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SpiceServer.builder()
                        .guest(new FramebufferGuest(8, 8))
                        .listen("127.0.0.1", 0)
                        .password("p".repeat(61).toCharArray())
                        .start()
                        .close());

        assertThat(threads()).isEmpty();
    }

    @Test
    void manySessionsLeaveNoMemoryBehind() throws IOException, GeneralSecurityException {
        FramebufferGuest guest = new FramebufferGuest(200, 200);
        try (TestServer server = TestServer.open(guest)) {
            session(server, guest, 0);
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            for (int i = 1; i <= 30; i++) {
                session(server, guest, i);
            }
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThanOrEqualTo(before + (16L << 20));
            Patience.until(
                    "no sessions",
                    () -> TestServer.await(server.server().info()).channels().isEmpty());
        }
    }

    @Test
    void tlsClientsSeeTheSame(@TempDir Path certificates) throws IOException, GeneralSecurityException {
        FramebufferGuest guest = new FramebufferGuest(320, 200);
        try (TestServer server = TestServer.with(
                guest,
                options -> options.listenTls("127.0.0.1", 0)
                        .selfSigned(certificates)
                        .password("secret".toCharArray()))) {
            ScriptedClient.Dialer dialer = ScriptedClient.to(server.port(1))
                    .tls(certificates.resolve("ca-cert.pem"))
                    .password("secret");
            try (ScriptedClient client = dialer.connect()) {
                client.openDisplay();
                client.open(ChannelType.INPUTS);
                guest.noise(9);

                client.awaitPicture(guest.sha256());
            }
        }
    }

    @Test
    void aChannelForTlsIsNotServedInTheClear(@TempDir Path certificates) throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.with(
                        new FramebufferGuest(8, 8),
                        options -> options.listenTls("127.0.0.1", 0)
                                .selfSigned(certificates)
                                .tlsChannel(ChannelType.INPUTS)
                                .disableTicketing());
                ScriptedClient client = server.client().connect()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.open(ChannelType.INPUTS))
                    .withMessageContaining("NEED_SECURED");
            client.openDisplay();
            client.requireHealth();
        }
    }

    private static void session(TestServer server, FramebufferGuest guest, int color)
            throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            client.open(ChannelType.INPUTS);
            client.open(ChannelType.CURSOR);
            guest.fill(new Rect(0, 0, 200, 200), color);
            client.awaitPicture(guest.sha256());
        }
    }

    /** How many threads serve one server each; the loops serve them all. */
    private static int ownThreads() {
        return (int) threads().stream()
                .filter(name -> !name.matches("caraway-\\d+-\\d+"))
                .count();
    }

    /** The names of the living threads that servers started. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("caraway"))
                .sorted()
                .toList();
    }
}
