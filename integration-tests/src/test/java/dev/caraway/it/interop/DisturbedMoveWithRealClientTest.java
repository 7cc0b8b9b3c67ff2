package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.SlowLink;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.ConnectedClients;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.PasswordExpiry;
import dev.caraway.server.SpiceServerBuilder;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.ServerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong with a target, or with the client itself, costs spice-gtk nothing that it had. */
@Tag("client")
@Timeout(60)
class DisturbedMoveWithRealClientTest {

    private static final String PASSWORD = "a b";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private final DrawingGuest here = new DrawingGuest(320, 240);
    private final DrawingGuest there = new DrawingGuest(320, 240);
    private final List<SlowLink> links = new ArrayList<>();
    private TestServer source;
    private TestServer target;

    /** Servers with the same ticket and the same certificate. */
    @BeforeEach
    void open() throws IOException {
        source = TestServer.with(here, this::withTicketAndTls);
        target = TestServer.with(there, options -> withTicketAndTls(options).awaitGuest());
    }

    private SpiceServerBuilder withTicketAndTls(SpiceServerBuilder options) {
        return options.password(PASSWORD.toCharArray())
                .selfSigned(directory.resolve("certificates"))
                .listenTls("127.0.0.1", 0);
    }

    @AfterEach
    void close() throws IOException {
        for (SlowLink link : links) {
            link.close();
        }
        source.close();
        target.close();
    }

    @Test
    void wrongTicketIsReportedAndTheRightOneMovesTheClient() throws IOException {
        HeadlessClient client = connect();
        TestServer.await(target.server().setPassword("another".toCharArray(), ConnectedClients.KEEP));
        assertRefused(client, plain(target.port()));
        TestServer.await(target.server().setPassword(PASSWORD.toCharArray(), ConnectedClients.KEEP));

        assertMoves(client, plain(target.port()));
    }

    @Test
    void ticketThatHasRunOutIsReportedAndARevivedOneMovesTheClient() throws IOException {
        HeadlessClient client = connect();
        TestServer.await(target.server().expirePassword(new PasswordExpiry.Now()));
        assertRefused(client, plain(target.port()));
        TestServer.await(target.server().expirePassword(new PasswordExpiry.Never()));

        assertMoves(client, plain(target.port()));
    }

    @Test
    void certificateOfSomebodyElseIsReportedAndTheRightOneMovesTheClient() throws IOException {
        HeadlessClient client = connectWithTls();
        assertRefused(client, secure(OptionalInt.empty(), Optional.of("CN=nobody")));

        assertMoves(client, secure(OptionalInt.empty(), Optional.empty()));
    }

    @Test
    void encryptedClientStaysSoWhereAPlainPortIsThereToo() throws IOException {
        HeadlessClient client = connectWithTls();
        assertRefused(client, plain(target.port()));

        assertMoves(client, secure(OptionalInt.of(target.port()), Optional.empty()));
        assertThat(TestServer.await(target.server().info()).channels())
                .isNotEmpty()
                .allMatch(channel -> channel.encrypted());
    }

    @Test
    void clientThatIsFrozenWhenTheGuestLeavesFollowsItLater() throws IOException {
        HeadlessClient client = connect();
        CompletableFuture<Void> linked = move(source, ClientMove.LINKED);
        announce(plain(target.port()));
        TestServer.await(linked);
        CompletableFuture<Void> arrived = heard(target, ServerEvent.Resumed.class::isInstance);
        client.process().signal("STOP");
        CompletableFuture<Void> migrated = start();
        TestServer.await(arrived);
        there.copy(0, Rect.ofSize(64, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        client.process().signal("CONT");
        TestServer.await(migrated);

        assertFollowed(client);
    }

    @Test
    void clientThatDiesInTheCutHoldsUpNobody() throws IOException {
        HeadlessClient client = connect();
        CompletableFuture<Void> linked = move(source, ClientMove.LINKED);
        announce(plain(target.port()));
        TestServer.await(linked);
        client.process().signal("STOP");
        CompletableFuture<Void> stopped = heard(source, ServerEvent.Paused.class::isInstance);
        CompletableFuture<Void> migrated = start();
        TestServer.await(stopped);
        client.process().kill();
        TestServer.await(migrated);
        HeadlessClient next = HeadlessClient.connect(
                processes, directory, "spice://127.0.0.1:" + target.port(), "--password", PASSWORD);

        next.awaitPicture(target.sha256());
        assertThat(TestServer.await(source.server().info()).channels()).isEmpty();
    }

    @Test
    void clientBehindAVerySlowLinkMovesSeamlessly() throws IOException {
        SlowLink toSource = slow(source);
        SlowLink toTarget = slow(target);
        HeadlessClient client = HeadlessClient.connect(
                processes, directory, "spice://127.0.0.1:" + toSource.port(), "--password", PASSWORD);
        here.fill(0, Rect.ofSize(10, 10, 50, 50), 0x336699);
        client.awaitPicture(source.sha256());

        announce(plain(toTarget.port()));
        CompletableFuture<Void> migrated = start();
        client.process().awaitThat("the end of the move", migrated::isDone);
        there.fill(0, Rect.ofSize(70, 10, 50, 50), 0x996633);
        assertFollowed(client);
    }

    private SlowLink slow(TestServer server) throws IOException {
        SlowLink link = SlowLink.to(server.port(), 0.064, 300);
        links.add(link);
        return link;
    }

    private HeadlessClient connect() {
        return connectTo("spice://127.0.0.1:" + source.port(), "--password", PASSWORD);
    }

    private HeadlessClient connectWithTls() {
        return connectTo(
                "spice://127.0.0.1?tls-port=" + source.port(1),
                "--password",
                PASSWORD,
                "--ca-file",
                directory.resolve("certificates").resolve("ca-cert.pem").toString());
    }

    private HeadlessClient connectTo(String uri, String... options) {
        HeadlessClient client = HeadlessClient.connect(processes, directory, uri, options);
        here.copy(0, Rect.ofSize(0, 0, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        client.awaitPicture(source.sha256());
        return client;
    }

    private static MigrationDestination plain(int port) {
        return new MigrationDestination("127.0.0.1", OptionalInt.of(port), OptionalInt.empty(), Optional.empty());
    }

    private MigrationDestination secure(OptionalInt plainPort, Optional<String> subject) {
        return new MigrationDestination("127.0.0.1", plainPort, OptionalInt.of(target.port(1)), subject);
    }

    /** Management hears of it before the guest moves, and the client shows on what is drawn here. */
    private void assertRefused(HeadlessClient client, MigrationDestination destination) {
        CompletableFuture<Void> refused = move(source, ClientMove.REFUSED);
        announce(destination);
        TestServer.await(refused);
        here.copy(0, Rect.ofSize(0, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        client.awaitPicture(source.sha256());
    }

    private void assertMoves(HeadlessClient client, MigrationDestination destination) {
        announce(destination);
        TestServer.await(start());
        there.copy(0, Rect.ofSize(64, 100, 64, 64), DrawingGuest.cachedNoise(7, 64, 64));
        assertFollowed(client);
    }

    private void assertFollowed(HeadlessClient client) {
        client.awaitPicture(target.sha256());
        assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        assertThat(client.process().output().stream().filter(line -> line.contains("\"event\": \"primary\"")))
                .as("shown anew")
                .hasSize(1);
    }

    private void announce(MigrationDestination destination) {
        TestServer.await(source.server().migration().announce(destination));
    }

    /** Begins the guest's move; done when no client needs the source any more. */
    private CompletableFuture<Void> start() {
        int port = TestServer.await(target.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)))
                .orElseThrow();
        CompletableFuture<Void> migrated = heard(source, ServerEvent.ClientsMigrated.class::isInstance);
        TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", port)));
        return migrated;
    }

    private static CompletableFuture<Void> move(TestServer server, ClientMove awaited) {
        return heard(server, event -> event instanceof ServerEvent.ClientMoved moved && moved.move() == awaited);
    }

    private static CompletableFuture<Void> heard(TestServer server, Predicate<ServerEvent> awaited) {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        server.server().subscribe(event -> {
            if (awaited.test(event)) {
                heard.complete(null);
            }
        });
        return heard;
    }
}
