package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A viewer that stands still, with its sockets open, is its own trouble alone. */
@Tag("client")
class StoppedViewerTest {

    private static final String TERM = "1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void recordingGoesOnForTheOtherClientAndTheStoppedOneCatchesUp() throws IOException {
        Path socket = directory.resolve("qmp");
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0",
                "-S",
                "--guest",
                "replay,gap-us=1000,file=" + RecordingWithRealClientTest.RECORDINGS.resolve("term.rec.xz"),
                "--qmp",
                "unix:" + socket + ",server=on,wait=off");
        HeadlessClient lively = HeadlessClient.start(processes, directory, caraway.uri());
        HeadlessClient stopped = HeadlessClient.start(processes, directory, caraway.uri());
        lively.await("\"channel\": \"display\", \"state\": \"opened\"");
        stopped.await("\"channel\": \"display\", \"state\": \"opened\"");
        try (ControlPortClient control = ControlPortClient.connect(socket)) {
            stopped.process().signal("STOP");
            control.execute("{\"execute\":\"cont\"}");

            lively.await("\"event\": \"primary\"");
            lively.awaitPicture(TERM);
            assertThat(stopped.process().output()).noneMatch(line -> line.contains("\"primary\""));

            stopped.process().signal("CONT");
            stopped.awaitPicture(TERM);
        }
    }

    @Test
    void animationGoesOnInTheOtherWindowAndTheStoppedOneCatchesUp() throws IOException {
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "port=0", "--name", "Two viewers");
        RemoteViewer lively = viewer("lively", caraway);
        RemoteViewer stopped = viewer("stopped", caraway);

        stopped.process().signal("STOP");
        lively.xdotool("key", "F5");
        Set<Integer> seen = new HashSet<>();
        lively.process().awaitThat("a moving picture", () -> {
            seen.add(Arrays.hashCode(animation(lively).rgb().toArray()));
            return seen.size() >= 40;
        });
        lively.xdotool("key", "F5");

        stopped.process().signal("CONT");
        stopped.process()
                .awaitThat(
                        "the same picture in both windows",
                        () -> animation(stopped).isLike(animation(lively)));
        assertThat(caraway.process().errors()).noneMatch(line -> line.contains("LEAK") || line.contains("ERROR"));
    }

    private RemoteViewer viewer(String name, CarawayProcess caraway) throws IOException {
        RemoteViewer viewer =
                RemoteViewer.start(processes, Files.createDirectory(directory.resolve(name)), caraway.viewer());
        viewer.awaitWindow("Two viewers");
        // Away from what is compared; the keyboard follows the pointer.
        viewer.xdotool("mousemove", "300", "300");
        viewer.process().awaitThat("the desktop", () -> animation(viewer).count(0xd96c4f) > 0);
        return viewer;
    }

    /** A part of the animation's window, wherever the viewer's frame puts the guest by a few pixels. */
    private static Picture animation(RemoteViewer viewer) {
        return viewer.screen().picture().part(560, 480, 400, 240);
    }
}
