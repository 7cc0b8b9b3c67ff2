package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The machine of {@code dev.caraway.it.monitor} under the launcher, with spice-gtk and remote-viewer. */
@Tag("client")
@Timeout(120)
class BoardWithRealClientTest {

    private static final String GUEST = "class=dev.caraway.it.monitor.BoardGuest";
    private static final int SNAKE = 0x7fb069;
    private static final int BERRY = 0xca3c25;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void boardMovesBetweenTwoProcessesAndItsViewerPlaysOn() throws IOException {
        Host source = host("source");
        HeadlessClient client = HeadlessClient.connect(processes, directory, source.caraway.uri());
        Host target = host("target", "--incoming", "tcp:127.0.0.1:0");
        String awaited = target.caraway
                .process()
                .awaitOutput(0, "where it waits", line -> line.startsWith("Awaiting the guest on "));
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            client.process().awaitThat("the snake", () -> guest(from).count(SNAKE) >= 64);
            from.execute(
                    "client_migrate_info",
                    "'protocol':'spice','hostname':'127.0.0.1','port':" + target.caraway.port(""));
            from.execute("migrate", "'uri':'tcp:" + awaited.substring("Awaiting the guest on ".length()) + "'");
            from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"handed-over\"");
            from.execute("quit", "");
            assertThat(source.caraway.process().awaitEnd()).isZero();

            Picture before = guest(to);
            client.process().awaitThat("a step of the snake", () -> !guest(to).isLike(before));
            client.say("position 43 100", "button-down 1");
            client.process()
                    .awaitThat("a berry where was clicked", () -> guest(to).at(43, 100) == BERRY);
            client.say("button-up 1");
            to.execute("stop", "");
            client.awaitPicture(Pictures.sha256(guest(to).rgb().toArray()));
            assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        }
    }

    @Test
    void remoteViewerShowsTheBoard() throws IOException {
        Host host = host("host");
        Path home = Files.createDirectory(directory.resolve("viewer"));
        RemoteViewer viewer = RemoteViewer.start(processes, home, host.caraway.viewer());
        viewer.process()
                .awaitThat(
                        "the snake on the screen",
                        () -> viewer.screen().picture().count(SNAKE) >= 64);
    }

    /** A launcher and the path of its control port. */
    private record Host(CarawayProcess caraway, Path socket) {

        ControlPortClient control() throws IOException {
            return ControlPortClient.connect(socket);
        }
    }

    private Host host(String name, String... options) {
        Path socket = directory.resolve(name);
        List<String> all = new ArrayList<>(List.of(
                "--spice",
                "port=0,disable-ticketing=on",
                "--guest",
                GUEST,
                "--qmp",
                "unix:" + socket + ",server=on,wait=off"));
        all.addAll(List.of(options));
        return new Host(CarawayProcess.start(processes, all.toArray(String[]::new)), socket);
    }

    private Picture guest(ControlPortClient control) {
        try {
            Path file = directory.resolve("guest.png");
            control.execute("screendump", "'filename':'" + file + "','format':'png'");
            return Picture.of(ImageIO.read(file.toFile()));
        } catch (IOException e) {
            throw new AssertionError("the guest's picture", e);
        }
    }
}
