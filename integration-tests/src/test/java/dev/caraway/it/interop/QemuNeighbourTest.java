package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.ServerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client moves between QEMU with libspice-server and Caraway, and stays connected. */
@Tag("client")
class QemuNeighbourTest {

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void clientOfQemuGoesOnHere() throws IOException, InterruptedException {
        DrawingGuest there = new DrawingGuest(320, 240);
        QemuProcess qemu = QemuProcess.start(processes, directory, "source");
        try (TestServer target = TestServer.with(
                        there, options -> options.disableTicketing().awaitGuest());
                ControlPortClient control = qemu.control()) {
            CompletableFuture<Void> arrived = new CompletableFuture<>();
            target.server().subscribe(event -> {
                if (event instanceof ServerEvent.ClientMoved moved && moved.move() == ClientMove.HANDED_OVER) {
                    arrived.complete(null);
                }
            });
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + qemu.port());
            CountDownLatch linked = new CountDownLatch(4);
            target.server().subscribe(event -> {
                if (event instanceof ServerEvent.Initialized) {
                    linked.countDown();
                }
            });
            control.execute(QemuProcess.announcement(target.port()));
            // A QEMU that has not heard of the links yet sends its client away without them.
            assertThat(linked.await(10, TimeUnit.SECONDS)).isTrue();
            client.sha256();
            control.execute("{\"execute\":\"query-spice\"}");
            control.execute("{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"exec:cat>/dev/null\"}}");
            control.awaitEvent("SPICE_MIGRATE_COMPLETED");
            TestServer.await(target.server().resume());
            TestServer.await(arrived);
            there.copy(0, Rect.ofSize(100, 0, 200, 100), DrawingGuest.gradient(200, 100));
            client.awaitPicture(target.sha256());
            assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        }
    }

    @Test
    void clientGoesOnAtQemu() throws IOException {
        DrawingGuest here = new DrawingGuest(320, 240);
        QemuProcess qemu = QemuProcess.start(processes, directory, "target", "-incoming", "defer");
        try (TestServer source = TestServer.open(here)) {
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + source.port());
            here.copy(0, Rect.ofSize(100, 0, 200, 100), DrawingGuest.gradient(200, 100));
            client.awaitPicture(source.sha256());
            CompletableFuture<Void> migrated = new CompletableFuture<>();
            source.server().subscribe(event -> {
                if (event instanceof ServerEvent.ClientsMigrated) {
                    migrated.complete(null);
                }
            });
            TestServer.await(source.server()
                    .migration()
                    .announce(new MigrationDestination(
                            "127.0.0.1", OptionalInt.of(qemu.port()), OptionalInt.empty(), Optional.empty())));
            TestServer.await(source.server().migration().start(new MigrationAddress.Discard()));
            TestServer.await(migrated);
            assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        }
    }
}
