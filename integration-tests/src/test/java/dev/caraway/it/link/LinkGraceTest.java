package dev.caraway.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.ClientLink;
import dev.caraway.it.client.Connection;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.wire.Bytes;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows L10, L12 to L14, T10 and a part of M14: who does not finish the link is gone after the grace, however it fills the time. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinkGraceTest {

    private static final long GRACE_MILLIS = 10_000;
    private static final long LIMIT_MILLIS = 12_500;
    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    /** What a peer does before, or instead of, keeping silent. */
    private interface Beginning {
        void begin(Connection connection) throws IOException;
    }

    @Test
    void linksThatAreNotFinishedEndTogetherAfterTheGrace() throws Exception {
        List<Beginning> beginnings = List.of(
                silent -> {},
                LinkGraceTest::halfALinkMessage,
                connection -> new ClientLink(connection).open(ClientLink.message(0, MAIN)),
                LinkGraceTest::almostATicket,
                LinkGraceTest::drop);
        ExecutorService peers = Executors.newFixedThreadPool(beginnings.size());
        try (TestServer server = TestServer.open(new FramebufferGuest(8, 8));
                ScriptedClient mute = server.client().connect()) {
            ClientChannel display = mute.open(ChannelType.DISPLAY);
            List<Future<Long>> lifetimes = new ArrayList<>();
            for (Beginning beginning : beginnings) {
                lifetimes.add(peers.submit(() -> lifetimeMillis(server.port(), beginning)));
            }
            for (Future<Long> lifetime : lifetimes) {
                assertThat(lifetime.get()).isBetween(GRACE_MILLIS - 1_000, LIMIT_MILLIS);
            }
            // Row M14: a display that never says what it can cache has as long, and costs its session nothing more.
            display.awaitEnd();
            assertThat(mute.main().isEnded()).isFalse();
        } finally {
            peers.shutdownNow();
        }
    }

    private static long lifetimeMillis(int port, Beginning beginning) throws IOException {
        long before = System.nanoTime();
        try (Connection connection = Connection.plain(port)) {
            beginning.begin(connection);
            connection.awaitEnd();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }

    private static void halfALinkMessage(Connection connection) throws IOException {
        connection.write(LinkHeader.frame(ClientLink.message(0, MAIN)).slice(0, 30));
    }

    private static void almostATicket(Connection connection) throws IOException {
        ClientLink link = new ClientLink(connection);
        link.open(ClientLink.message(0, MAIN));
        link.chooseSpice();
        connection.write(Bytes.wrap(new byte[127]));
    }

    /** A byte now and then: a deadline that starts afresh with every byte would never come. */
    private static void drop(Connection connection) {
        Bytes whole = LinkHeader.frame(ClientLink.message(0, MAIN));
        int[] sent = {0};
        Awaitility.await()
                .pollInterval(400, TimeUnit.MILLISECONDS)
                .atMost(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .until(() -> {
                    try {
                        connection.write(whole.slice(sent[0]++, 1));
                        return false;
                    } catch (SocketException closed) {
                        return true;
                    }
                });
    }
}
