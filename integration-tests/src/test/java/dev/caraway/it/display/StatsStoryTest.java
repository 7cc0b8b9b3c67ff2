package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.ServerStats;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ImageCount;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server has counted is what its client has received. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StatsStoryTest {

    private final DrawingGuest guest = new DrawingGuest(320, 200);

    @Test
    void countsAreThoseOfTheClient() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(guest);
                ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();
            for (int i = 0; i < 20; i++) {
                guest.copy(0, Rect.ofSize(i * 10, i * 5, 100, 80), DrawingGuest.filmFrame(i, 100, 80));
            }
            TestServer.await(guest.port().drained());
            Patience.untilAsserted("the client has what was counted", () -> {
                ServerStats.Channel counted =
                        display(TestServer.await(server.server().stats()));
                long bytes = display.messages().stream()
                        .mapToLong(message ->
                                MiniHeader.BYTES + SpiceWriter.encode(message).length())
                        .sum();
                assertThat(counted.counters())
                        .containsEntry(
                                Counter.MESSAGES_SENT, (long) display.messages().size())
                        .containsEntry(Counter.BYTES_SENT, bytes)
                        .containsEntry(Counter.BYTES_QUEUED, 0L)
                        .containsEntry(Counter.BYTES_PENDING, 0L);
            });
            client.awaitPicture(server.sha256());
            ServerStats stats = TestServer.await(server.server().stats());
            ServerStats.Channel counted = display(stats);
            assertThat(counted.counters().get(Counter.MESSAGES_RECEIVED))
                    .as("DISPLAY_INIT, ACK_SYNC")
                    .isGreaterThanOrEqualTo(2);
            assertThat(counted.counters().get(Counter.ROUND_TRIP)).isPositive();
            assertThat(counted.images().stream().mapToLong(ImageCount::pixels).sum())
                    .isGreaterThanOrEqualTo(320 * 200);
            assertThat(stats.clients().get(0).counters().get(Counter.ENCODE_TIME))
                    .isPositive();
            assertThat(stats.counters())
                    .containsEntry(Counter.SURFACES, 1L)
                    .containsEntry(Counter.SURFACE_BYTES, 320L * 200 * 4);
            assertThat(stats.counters().get(Counter.LONGEST_TASK)).isPositive();
            assertThat(stats.counters().get(Counter.HEAP)).isPositive();
            assertThat(stats.counters().get(Counter.DIRECT_MEMORY)).isPositive();
        }
    }

    private static ServerStats.Channel display(ServerStats stats) {
        return stats.clients().get(0).channels().stream()
                .filter(channel -> channel.channel().channel().type() == ChannelType.DISPLAY)
                .findFirst()
                .orElseThrow();
    }
}
