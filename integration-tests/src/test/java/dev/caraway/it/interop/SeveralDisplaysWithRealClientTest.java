package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.SeveralDisplays;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.server.ServerStats;
import dev.caraway.server.event.ImageCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two display channels of one real client, which has one image cache and one GLZ window for both. */
@Tag("client")
class SeveralDisplaysWithRealClientTest {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;
    private static final int DRAWINGS = 3000;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private final SeveralDisplays guest =
            new SeveralDisplays(new DrawingGuest(WIDTH, HEIGHT), new DrawingGuest(WIDTH, HEIGHT));

    /** A small cache, so that images push each other out all the time, and a small window. */
    @Test
    void displaysThatShareImagesEndWithTheExactPictures() throws IOException {
        try (TestServer server =
                TestServer.with(guest, options -> options.disableTicketing().imageCompression(ImageCompression.GLZ))) {
            HeadlessClient client = HeadlessClient.connect(
                    processes,
                    directory,
                    "spice://127.0.0.1:" + server.port(),
                    "--cache-size",
                    "300000",
                    "--glz-window-size",
                    "200000");
            client.await("\"display\": 1");
            Random random = new Random(5);
            for (int i = 0; i < DRAWINGS; i++) {
                // In bursts, so that now one socket is ahead and now the other.
                draw(guest.on(i / 37 % 2), random);
                if (i % 100 == 0) {
                    guest.awaitDrained();
                }
            }
            guest.awaitDrained();

            client.awaitPicture(0, server.sha256(0));
            client.awaitPicture(1, server.sha256(1));
            ServerStats.Client stats =
                    TestServer.await(server.server().stats()).clients().get(0);
            for (int display = 0; display < 2; display++) {
                assertThat(images(stats, display, ImageType.FROM_CACHE)).isPositive();
                assertThat(images(stats, display, ImageType.GLZ_RGB) + images(stats, display, ImageType.ZLIB_GLZ_RGB))
                        .isPositive();
            }
            assertThat(client.process().errors()).noneMatch(line -> line.contains("CRITICAL"));
            assertThat(guest.viewers()).containsExactly(1);
        }
    }

    @Test
    void positionsNameTheirDisplay() throws IOException {
        try (TestServer server = TestServer.open(guest)) {
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + server.port());
            client.say("position 30 40", "position 50 60 1", "position 900 900 1");
            guest.recorded().await("position 30,40 0", "position 50,60 0 on 1", "position 399,299 0 on 1");
        }
    }

    private static void draw(DrawingGuest display, Random random) {
        int side = 16 + random.nextInt(80);
        Rect box = Rect.ofSize(random.nextInt(WIDTH - side), random.nextInt(HEIGHT - side), side, side);
        switch (random.nextInt(4)) {
            case 0 -> display.fill(0, box, random.nextInt(1 << 24));
            case 1 -> display.copy(0, box, uncached(random.nextInt(30)));
            default -> display.copy(0, box, DrawingGuest.cachedNoise(random.nextInt(25), 96, 96));
        }
    }

    /** Some of the pictures again and again, for GLZ to refer to. */
    private static Image uncached(int number) {
        return DrawingGuest.filmFrame(number, 96, 96);
    }

    private static long images(ServerStats.Client stats, int display, ImageType type) {
        return stats.channels().stream()
                .filter(channel -> channel.channel().channel().equals(new ChannelId(ChannelType.DISPLAY, display)))
                .flatMap(channel -> channel.images().stream())
                .filter(count -> count.type() == type)
                .mapToLong(ImageCount::images)
                .sum();
    }
}
