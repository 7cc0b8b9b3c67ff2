package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.event.ServerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A guest moves from one server to another, and spice-gtk goes on with what it has. */
@Tag("client")
class SeamlessMoveWithRealClientTest {

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void clientGoesOnWithItsSurfacesAndItsCache() throws IOException {
        DrawingGuest here = new DrawingGuest(320, 240);
        DrawingGuest there = new DrawingGuest(320, 240);
        try (TestServer source = TestServer.open(here);
                TestServer target = TestServer.with(
                        there, options -> options.disableTicketing().awaitGuest())) {
            int streamPort = TestServer.await(
                            target.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)))
                    .orElseThrow();
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + source.port());
            here.copy(0, Rect.ofSize(0, 0, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
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
                            "127.0.0.1", OptionalInt.of(target.port()), OptionalInt.empty(), Optional.empty())));
            TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", streamPort)));
            TestServer.await(migrated);
            assertThat(target.sha256()).isEqualTo(source.sha256());

            there.copy(0, Rect.ofSize(0, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
            there.copy(0, Rect.ofSize(64, 100, 200, 100), DrawingGuest.gradient(200, 100));
            client.awaitPicture(target.sha256());
        }
    }
}
