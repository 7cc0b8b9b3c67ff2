package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.GuestStatus;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.PasswordExpiry;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A move that does not come about leaves spice-gtk where it was, and a later one succeeds. */
@Tag("client")
class FailedMoveWithRealClientTest {

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private final DrawingGuest here = new DrawingGuest(320, 240);
    private final DrawingGuest there = new DrawingGuest(320, 240);
    private TestServer source;
    private TestServer target;
    private HeadlessClient client;
    private int streamPort;

    /** The client's ticket has run out by the time its machine moves, and is not the target's: its host speaks for it. */
    @BeforeEach
    void connect() throws IOException {
        source = TestServer.with(here, options -> options.password("right once".toCharArray()));
        openTarget();
        client = HeadlessClient.connect(
                processes, directory, "spice://127.0.0.1:" + source.port(), "--password", "right once");
        here.copy(0, Rect.ofSize(0, 0, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        client.awaitPicture(source.sha256());
        TestServer.await(source.server().expirePassword(new PasswordExpiry.Now()));
    }

    private void openTarget() throws IOException {
        target = TestServer.with(
                there, options -> options.password("another".toCharArray()).awaitGuest());
        streamPort = TestServer.await(target.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)))
                .orElseThrow();
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Test
    void moveToAPortWhereNobodyListensFailsWithAReason() throws IOException {
        announce();
        CompletableFuture<Void> failed = outcome(source, MigrationStatus.FAILED);
        start(closedPort());
        TestServer.await(failed);
        assertThat(TestServer.await(source.server().migration().info()).error().orElseThrow())
                .contains("cannot connect to 127.0.0.1:");
        assertStays();
        assertMoves();
    }

    @Test
    void moveThatIsCancelledWhileItWaitsForManagementLetsTheGuestGoOn() {
        TestServer.await(source.server().migration().pauseBeforeSwitchover(true));
        announce();
        CompletableFuture<Void> held = outcome(source, MigrationStatus.PRE_SWITCHOVER);
        start(streamPort);
        TestServer.await(held);
        assertThat(TestServer.await(source.server().status())).isEqualTo(GuestStatus.FINISH_MIGRATE);
        CompletableFuture<Void> cancelled = outcome(source, MigrationStatus.CANCELLED);
        TestServer.await(source.server().migration().cancel());
        TestServer.await(cancelled);
        assertThat(TestServer.await(source.server().status())).isEqualTo(GuestStatus.RUNNING);
        assertStays();
        TestServer.await(source.server().migration().pauseBeforeSwitchover(false));
        assertMoves();
    }

    @Test
    void clientWhoseTargetDiesInTheCutSeesThePictureAndLogsInAnewHere() throws IOException {
        TestServer.await(source.server().migration().pauseBeforeSwitchover(true));
        announce();
        CompletableFuture<Void> held = outcome(source, MigrationStatus.PRE_SWITCHOVER);
        start(streamPort);
        TestServer.await(held);
        CompletableFuture<Void> failed = outcome(source, MigrationStatus.FAILED);
        CompletableFuture<Void> cameBack = new CompletableFuture<>();
        source.server().subscribe(event -> {
            if (event instanceof ServerEvent.Initialized linked
                    && linked.channel().channel().type() == ChannelType.INPUTS) {
                cameBack.complete(null);
            }
        });
        target.close();
        TestServer.await(failed);
        assertStays();
        // Its inputs had gone over already, and are lost with the target.
        client.await("\"state\": \"switching\"");
        TestServer.await(cameBack);
        TestServer.await(source.server().migration().pauseBeforeSwitchover(false));
        openTarget();
        assertMoves();
    }

    @Test
    void destinationThatCannotBeLinkedIsReportedBeforeTheGuestMoves() throws IOException {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        source.server().subscribe(event -> {
            if (event instanceof ServerEvent.ClientMoved moved && moved.move() == ClientMove.REFUSED) {
                refused.complete(null);
            }
        });
        announceAt(closedPort());
        TestServer.await(refused);
        assertStays();
        assertMoves();
    }

    private void assertStays() {
        here.copy(0, Rect.ofSize(0, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        here.copy(0, Rect.ofSize(100, 0, 200, 100), DrawingGuest.gradient(200, 100));
        client.awaitPicture(source.sha256());
    }

    private void assertMoves() {
        CompletableFuture<Void> migrated = new CompletableFuture<>();
        source.server().subscribe(event -> {
            if (event instanceof ServerEvent.ClientsMigrated) {
                migrated.complete(null);
            }
        });
        long switches = switches();
        announce();
        start(streamPort);
        TestServer.await(migrated);
        there.copy(0, Rect.ofSize(64, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        client.awaitPicture(target.sha256());
        assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        assertThat(switches()).as("logins elsewhere").isEqualTo(switches);
    }

    private long switches() {
        return client.process().output().stream()
                .filter(line -> line.contains("\"switching\""))
                .count();
    }

    private void announce() {
        announceAt(target.port());
    }

    private void announceAt(int port) {
        TestServer.await(source.server()
                .migration()
                .announce(new MigrationDestination(
                        "127.0.0.1", OptionalInt.of(port), OptionalInt.empty(), Optional.empty())));
    }

    private void start(int port) {
        TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", port)));
    }

    private static CompletableFuture<Void> outcome(TestServer server, MigrationStatus awaited) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        server.server().subscribe(event -> {
            if (event instanceof ServerEvent.MigrationChanged changed && changed.status() == awaited) {
                reached.complete(null);
            }
        });
        return reached;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
