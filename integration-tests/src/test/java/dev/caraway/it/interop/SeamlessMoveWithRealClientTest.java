package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.SeveralDisplays;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.guest.Guest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
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
                TestServer target = awaiting(there)) {
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + source.port());
            here.copy(0, Rect.ofSize(0, 0, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
            here.copy(0, Rect.ofSize(100, 0, 200, 100), DrawingGuest.gradient(200, 100));
            client.awaitPicture(source.sha256());

            move(source, target);
            assertThat(target.sha256()).isEqualTo(source.sha256());

            there.copy(0, Rect.ofSize(0, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
            there.copy(0, Rect.ofSize(64, 100, 200, 100), DrawingGuest.gradient(200, 100));
            client.awaitPicture(target.sha256());
        }
    }

    /** Each with a cache that its displays share, and that is too small for all of the images. */
    @Test
    void twoClientsGoOnWithTwoDisplays() throws IOException {
        SeveralDisplays here = new SeveralDisplays(new DrawingGuest(320, 240), new DrawingGuest(320, 240));
        SeveralDisplays there = new SeveralDisplays(new DrawingGuest(320, 240), new DrawingGuest(320, 240));
        try (TestServer source = TestServer.open(here);
                TestServer target = awaiting(there)) {
            List<HeadlessClient> clients = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                HeadlessClient client = HeadlessClient.connect(
                        processes, directory, "spice://127.0.0.1:" + source.port(), "--cache-size", "300000");
                client.await("\"display\": 1");
                clients.add(client);
            }
            Random random = new Random(7);
            draw(here, random);
            assertShow(clients, source);

            move(source, target);
            draw(there, random);
            assertShow(clients, target);
            for (HeadlessClient client : clients) {
                assertThat(client.process().output())
                        .noneMatch(line -> line.contains("\"disconnected\"") || line.contains("\"switching\""));
                assertThat(client.process().output().stream().filter(line -> line.contains("\"event\": \"primary\"")))
                        .as("shown anew")
                        .hasSize(2);
                assertThat(client.process().errors()).noneMatch(line -> line.contains("CRITICAL"));
            }
        }
    }

    /** When such a move is over spice-gtk leaves its main link to the target open, where no stream says that it is. */
    @Test
    void clientThatHasLinkedItselfMovesWhenTheStreamFindsItsWay() throws IOException {
        DrawingGuest there = new DrawingGuest(320, 240);
        try (TestServer source = TestServer.open(new DrawingGuest(320, 240));
                TestServer target = awaiting(there)) {
            HeadlessClient client = HeadlessClient.connect(processes, directory, "spice://127.0.0.1:" + source.port());
            CompletableFuture<Void> linked = when(
                    source,
                    event -> event instanceof ServerEvent.ClientMoved moved && moved.move() == ClientMove.LINKED);
            announce(source, target);
            TestServer.await(linked);
            CompletableFuture<Void> failed = when(
                    source,
                    event -> event instanceof ServerEvent.MigrationChanged changed
                            && changed.status() == MigrationStatus.FAILED);
            TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", 1)));
            TestServer.await(failed);

            move(source, target);
            there.fill(0, Rect.ofSize(0, 0, 10, 10), 0xff);
            client.awaitPicture(target.sha256());
            assertThat(client.process().output())
                    .noneMatch(line -> line.contains("\"disconnected\"") || line.contains("\"switching\""));
        }
    }

    private static void draw(SeveralDisplays guest, Random random) {
        for (int i = 0; i < 300; i++) {
            int side = 16 + random.nextInt(80);
            Rect box = Rect.ofSize(random.nextInt(320 - side), random.nextInt(240 - side), side, side);
            guest.on(random.nextInt(2)).copy(0, box, DrawingGuest.cachedNoise(random.nextInt(50), 96, 96));
        }
        guest.awaitDrained();
    }

    private static void assertShow(List<HeadlessClient> clients, TestServer server) {
        for (HeadlessClient client : clients) {
            client.awaitPicture(0, server.sha256(0));
            client.awaitPicture(1, server.sha256(1));
        }
    }

    private static TestServer awaiting(Guest guest) throws IOException {
        return TestServer.with(guest, options -> options.disableTicketing().awaitGuest());
    }

    /** Moves guest and clients, and waits until no client needs the source any more. */
    private static void move(TestServer source, TestServer target) {
        int streamPort = TestServer.await(target.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)))
                .orElseThrow();
        CompletableFuture<Void> migrated = when(source, ServerEvent.ClientsMigrated.class::isInstance);
        announce(source, target);
        TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", streamPort)));
        TestServer.await(migrated);
    }

    private static void announce(TestServer source, TestServer target) {
        TestServer.await(source.server()
                .migration()
                .announce(new MigrationDestination(
                        "127.0.0.1", OptionalInt.of(target.port()), OptionalInt.empty(), Optional.empty())));
    }

    private static CompletableFuture<Void> when(TestServer server, Predicate<ServerEvent> isIt) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        server.server().subscribe(event -> {
            if (isIt.test(event)) {
                told.complete(null);
            }
        });
        return told;
    }
}
