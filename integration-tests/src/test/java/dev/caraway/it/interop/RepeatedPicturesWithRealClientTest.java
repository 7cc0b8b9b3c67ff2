package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.server.ServerStats;
import dev.caraway.server.WanCompression;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ImageCount;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that a guest draws again and again without ever saying that they are the same. */
@Tag("client")
class RepeatedPicturesWithRealClientTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;
    private static final int PICTURES = 12;
    private static final int SIDE = 128;

    private final DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    /** Photographs, which no dictionary finds again. */
    @Test
    void theyTravelOnce() throws IOException {
        try (TestServer server = open(WanCompression.NEVER)) {
            HeadlessClient client = connect(server);
            long before = bytesSent(server);
            drawAll(0);
            client.awaitPicture(server.sha256());
            long shown = bytesSent(server);
            drawAll(7);
            client.awaitPicture(server.sha256());
            long again = bytesSent(server) - shown;

            System.out.println(PICTURES + " pictures took " + (shown - before) + " bytes the first time and " + again
                    + " the second.");
            assertThat(shown - before).isGreaterThan(PICTURES * 10_000L);
            assertThat(again).isLessThan(PICTURES * 200L);
            assertThat(client.process().errors()).noneMatch(line -> line.contains("CRITICAL"));
        }
    }

    /** The client keeps them with their loss, and is to end without. */
    @Test
    void thoseThatLostDetailAreTakenFromTheCacheAndBecomeExact() throws IOException {
        try (TestServer server = open(WanCompression.ALWAYS)) {
            HeadlessClient client = connect(server);
            drawAll(0);
            client.awaitPicture(server.sha256());
            drawAll(7);
            client.awaitPicture(server.sha256());

            assertThat(images(server, ImageType.JPEG)).isGreaterThanOrEqualTo(PICTURES);
            assertThat(images(server, ImageType.FROM_CACHE)).isEqualTo(PICTURES);
            assertThat(client.process().errors()).noneMatch(line -> line.contains("CRITICAL"));
        }
    }

    private TestServer open(WanCompression jpeg) throws IOException {
        return TestServer.with(guest, options -> options.disableTicketing().jpegCompression(jpeg));
    }

    private HeadlessClient connect(TestServer server) {
        HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + server.port());
        client.awaitPicture(server.sha256());
        return client;
    }

    /** Each at a place of its own, so that none is painted over before it is sent. */
    private void drawAll(int offset) {
        for (int i = 0; i < PICTURES; i++) {
            Rect box = Rect.ofSize(i % 4 * 88 + offset, i / 4 * 82 + offset, SIDE, SIDE);
            guest.copy(0, box, DrawingGuest.photograph(i, SIDE, SIDE));
            TestServer.await(guest.port().drained());
        }
    }

    private static long bytesSent(TestServer server) {
        return display(server).counters().getOrDefault(Counter.BYTES_SENT, 0L);
    }

    private static long images(TestServer server, ImageType type) {
        return display(server).images().stream()
                .filter(count -> count.type() == type)
                .mapToLong(ImageCount::images)
                .sum();
    }

    private static ServerStats.Channel display(TestServer server) {
        return TestServer.await(server.server().stats()).clients().get(0).channels().stream()
                .filter(channel -> channel.channel().channel().type() == ChannelType.DISPLAY)
                .findFirst()
                .orElseThrow();
    }
}
