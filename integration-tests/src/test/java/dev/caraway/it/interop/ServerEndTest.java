package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("client")
class ServerEndTest {

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void killedServerLeavesNoViewerHanging() throws IOException {
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "port=0", "--name", "Short life");
        RemoteViewer viewer =
                RemoteViewer.start(processes, Files.createDirectory(directory.resolve("viewer")), caraway.viewer());
        viewer.awaitWindow("Short life");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());

        caraway.process().signal("KILL");

        client.await("\"event\": \"disconnected\"");
        assertThat(client.process().awaitEnd()).isZero();
        assertThat(viewer.process().awaitEnd()).isZero();
    }

    @Test
    void terminatedServerEndsInPeace() {
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "port=0");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());

        caraway.process().signal("TERM");

        assertThat(caraway.process().awaitEnd()).isZero();
        client.await("\"event\": \"disconnected\"");
        assertThat(client.process().awaitEnd()).isZero();
        assertThat(caraway.process().errors()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }
}
