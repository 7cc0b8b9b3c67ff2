package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Heads come and go while spice-gtk is connected. */
@Tag("client")
class HeadsWithRealClientTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void headsThatAGuestAddsAndRemovesAreSeenInOneStepEach() throws IOException {
        FramebufferGuest guest = new FramebufferGuest(WIDTH, HEIGHT);
        try (TestServer server = TestServer.open(guest)) {
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + server.port());
            client.await(monitors(1, 1));
            List<Integer> counts = List.of(2, 3, 4, 3, 2, 1, 4, 1);
            for (int count : counts) {
                guest.resize(heads(count), 0x203040 * count);
                guest.fill(Rect.ofSize((count - 1) * WIDTH, 0, WIDTH, HEIGHT), 0xa0b0c0);
                client.awaitPicture(guest.sha256());
            }
            List<String> expected = new ArrayList<>(List.of(monitors(1, 1)));
            counts.forEach(count -> expected.add(monitors(count, count)));
            // spice-gtk says once more what it knows, which is nothing, before it hears of the first.
            assertThat(client.process().output())
                    .filteredOn(line -> line.contains("\"event\": \"monitors\"") && !line.contains("\"heads\": \"\""))
                    .containsExactlyElementsOf(expected);
            assertThat(client.process().errors()).noneMatch(line -> line.contains("CRITICAL"));
        }
    }

    @Test
    void desktopGrowsToFourHeadsAndBackAsAClientWishes() {
        CarawayProcess caraway =
                CarawayProcess.start(processes, "--spice", "port=0", "--guest", "desktop,size=320x240");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());
        HeadlessClient other = HeadlessClient.connect(processes, directory, caraway.uri());
        client.await(monitors(1, 4));
        for (int count : List.of(4, 2, 3, 1)) {
            wish(client, count);
            assertThat(client.ask("picture", "\"event\": \"picture\""))
                    .contains("\"width\": " + count * WIDTH + ", \"height\": " + HEIGHT);
            other.await(monitors(count, 4));
        }
    }

    @Test
    void separateDisplaysStayWhenAClientHasFewerWindows() {
        CarawayProcess caraway = CarawayProcess.start(
                processes, "--spice", "port=0", "--guest", "desktop,size=320x240,heads=2,displays=separate");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());
        client.await(monitor(1, "320x240+0+0"));
        client.say("wish 400x300");
        client.await(monitor(0, "400x300+0+0"));
        client.say("wish 500x300 600x400 320x240");
        client.await(monitor(0, "500x300+0+0"));
        client.await(monitor(1, "600x400+0+0"));
        assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
    }

    private static void wish(HeadlessClient client, int count) {
        String sizes = heads(count).stream()
                .map(head -> head.width() + "x" + head.height())
                .collect(Collectors.joining(" "));
        client.ask("wish " + sizes, monitors(count, 4));
    }

    private static String monitor(int display, String head) {
        return "{\"event\": \"monitors\", \"display\": " + display + ", \"heads\": \"" + head + "\", \"most\": 1}";
    }

    private static String monitors(int count, int most) {
        String heads = heads(count).stream()
                .map(head -> head.width() + "x" + head.height() + "+" + head.x() + "+" + head.y())
                .collect(Collectors.joining(" "));
        return "{\"event\": \"monitors\", \"display\": 0, \"heads\": \"" + heads + "\", \"most\": " + most + "}";
    }

    /** Side by side. */
    private static List<Head> heads(int count) {
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(new Head(i * WIDTH, 0, WIDTH, HEIGHT));
        }
        return heads;
    }
}
