package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("client")
class LauncherWithRemoteViewerTest {

    private static final int EDITOR_TITLE = 0xc9803a;
    private static final int PAPER = 0xfcfaf5;
    private static final int RED_INK = 0xc0392b;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void launcherAloneServesTheDesktopWithinSeconds() {
        long start = System.nanoTime();
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "port=0");
        Duration untilServed = Duration.ofNanos(System.nanoTime() - start);
        HeadlessClient.connect(processes, directory, caraway.uri());
        System.out.println("The launcher served after " + untilServed.toMillis() + " ms.");
        // Three seconds on an idle machine; tests share theirs.
        assertThat(untilServed).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void remoteViewerShowsTheDesktopAndDrivesIt() throws IOException {
        Path socket = directory.resolve("qmp");
        InputLogFile log = new InputLogFile(directory.resolve("inputs"));
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0",
                "--name",
                "Seeds & Herbs",
                "--input-log",
                log.path().toString(),
                "--qmp",
                "unix:" + socket + ",server=on,wait=off");
        Path home = Files.createDirectory(directory.resolve("viewer"));
        RemoteViewer viewer = RemoteViewer.start(processes, home, caraway.viewer());
        viewer.awaitWindow("Seeds & Herbs");
        VirtualScreen screen = viewer.screen();
        caraway.process()
                .awaitThat("the desktop on the screen", () -> screen.picture().count(PAPER) > 100_000);
        try (ControlPortClient control = ControlPortClient.connect(socket)) {
            Point origin = origin(viewer, log);

            Picture emptyEditor = guest(control).part(34, 58, 400, 100);
            click(viewer, origin.plus(200, 200));
            viewer.xdotool("type", "--delay", "10", "Hello, Caraway");
            caraway.process().awaitThat("typed keys", () -> log.keys().size() == 2 * ("Hello, Caraway".length() + 2));
            // In the order typed: the shift of H around h, then e, l, l, o and so on.
            assertThat(log.keys().stream().filter(key -> key.startsWith("+")))
                    .containsExactly(
                            "+42", "+35", "+18", "+38", "+38", "+24", "+51", "+57", "+42", "+46", "+30", "+19", "+30",
                            "+17", "+30", "+21");
            caraway.process().awaitThat("typed text in the editor", () -> {
                Picture typed = guest(control).part(34, 58, 400, 100);
                return typed.count(PAPER) < emptyEditor.count(PAPER) - 300
                        && typed.isLike(screen.picture().part(origin.x() + 34, origin.y() + 58, 400, 100));
            });

            drag(viewer, origin, List.of(new Point(560, 200), new Point(700, 130), new Point(840, 260)));
            caraway.process()
                    .awaitThat(
                            "a painted stroke",
                            () -> guest(control).part(529, 90, 460, 250).count(RED_INK) > 800);

            drag(viewer, origin, List.of(new Point(100, 44), new Point(130, 60), new Point(160, 84)));
            caraway.process().awaitThat("the editor elsewhere", () -> {
                Picture dragged = guest(control);
                Picture shown = screen.picture();
                return dragged.at(34, 36) != EDITOR_TITLE
                        && dragged.at(94, 76) == EDITOR_TITLE
                        && shown.at(origin.x() + 94, origin.y() + 76) == EDITOR_TITLE
                        && dragged.part(560, 90, 400, 250)
                                .isLike(shown.part(origin.x() + 560, origin.y() + 90, 400, 250));
            });
            control.execute("{\"execute\":\"quit\"}");
        }
        assertThat(caraway.process().awaitEnd()).isZero();
        viewer.process().awaitEnd();
    }

    /** Where the guest's top left pixel is on the screen: what the guest hears of the pointer tells. */
    private static Point origin(RemoteViewer viewer, InputLogFile log) {
        viewer.xdotool("mousemove", "300", "300");
        viewer.process().awaitThat("a pointer position", () -> {
            viewer.xdotool("mousemove", "301", "300");
            viewer.xdotool("mousemove", "300", "300");
            List<String> positions = log.events("position");
            return !positions.isEmpty();
        });
        String position = log.events("position").get(log.events("position").size() - 1);
        int moved = InputLogFile.number(position, "x");
        // The pointer was last put at 300; the odd event is the one at 301.
        return new Point(moved % 2 == 1 ? 300 - moved : 301 - moved, 300 - InputLogFile.number(position, "y"));
    }

    private static void click(RemoteViewer viewer, Point place) {
        viewer.xdotool("mousemove", "" + place.x(), "" + place.y(), "click", "1");
    }

    private static void drag(RemoteViewer viewer, Point origin, List<Point> way) {
        for (int i = 0; i < way.size(); i++) {
            Point place = origin.plus(way.get(i).x(), way.get(i).y());
            viewer.xdotool("mousemove", "" + place.x(), "" + place.y());
            if (i == 0) {
                viewer.xdotool("mousedown", "1");
            }
        }
        viewer.xdotool("mouseup", "1");
    }

    private Picture guest(ControlPortClient control) throws IOException {
        Path file = directory.resolve("guest.png");
        control.execute(
                "{\"execute\":\"screendump\",\"arguments\":{\"filename\":\"" + file + "\",\"format\":\"png\"}}");
        return Picture.of(ImageIO.read(file.toFile()));
    }

    private record Point(int x, int y) {
        Point plus(int dx, int dy) {
            return new Point(x + dx, y + dy);
        }
    }
}
