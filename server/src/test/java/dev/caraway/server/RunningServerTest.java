package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.InputsPort;
import dev.caraway.server.guest.MigrationListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers on loopback: how they begin and how they end. */
@Timeout(30)
class RunningServerTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> askedForMoves = new CopyOnWriteArrayList<>();
    private final WitnessGuest guest = new WitnessGuest();
    private final SpiceServerBuilder builder = SpiceServer.builder().guest(guest);

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("caraway"));
    }

    @Test
    void whatIsRehearsedIsNobodys() throws IOException {
        builder.rehearseDisplay();
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            ServerStats stats = server.stats().toCompletableFuture().join();
            assertThat(stats.clients()).isEmpty();
            assertThat(stats.counters()).containsEntry(Counter.SURFACES, 0L).containsEntry(Counter.DIRECT_MEMORY, 0L);
            assertThat(told).doesNotContain("viewers 1");
        }
    }

    @Test
    void serverClosesWhateverTheGuestThrowsAtTheEnd() throws IOException {
        guest.failsAtTheEnd = true;
        builder.disableTicketing().listen("127.0.0.1", 0).start().close();
        assertThat(told).endsWith("close");
    }

    @Test
    void errorOnTheLoopFailsTheStage() throws Exception {
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            guest.failsToPause = true;
            assertThatThrownBy(() -> server.pause().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(LinkageError.class);
        }
    }

    @Test
    void guestIsAskedForItsPartsOnceAndOnTheLoop() throws IOException {
        builder.disableTicketing().listen("127.0.0.1", 0).start().close();
        assertThat(told).containsExactly("display on loop", "inputs on loop", "close");
    }

    @Test
    void guestIsAskedWhatMovesOnceAndOnTheLoop() throws Exception {
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            assertThat(askedForMoves).containsExactly("state on loop", "listener on loop");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> server.migration()
                                .start(new MigrationAddress.Tcp("127.0.0.1", 1))
                                .toCompletableFuture()
                                .get(10, TimeUnit.SECONDS))
                        .hasMessageContaining("expected one whose state can move");
            }
            assertThat(askedForMoves).hasSize(2);
        }
    }

    @Test
    void guestThatHasNoInputsLeavesNothingBehind() {
        guest.failsToAttach = true;
        assertThatThrownBy(
                        () -> builder.disableTicketing().listen("127.0.0.1", 0).start())
                .isInstanceOf(GuestException.class)
                .hasMessage("guest " + WitnessGuest.class.getName()
                        + ": inputs(): java.lang.LinkageError: guest: broken by the test")
                .hasCauseInstanceOf(LinkageError.class);
    }

    @Test
    void resetReleasesWhatManagementHoldsAndTellsTheGuestAndThenTheObservers() throws Exception {
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            server.subscribe(event -> told.add(event.toString()));
            InputOutcome outcome = server.sendInput(
                            List.of(new InputEvent.Key(0x1e, true), new InputEvent.Button(1, true)))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(outcome).isEqualTo(InputOutcome.DELIVERED);
            told.clear();
            server.reset().toCompletableFuture().get(10, TimeUnit.SECONDS);
            server.powerDown().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(told)
                    .containsExactly("key 30 up", "button 1 up", "reset", "Reset[]", "power down", "PowerDown[]");
        }
    }

    @Test
    void resetOfAPausedGuestLeavesItAsBeforeItsFirstRun() throws Exception {
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            server.pause();
            server.reset();
            assertThat(server.status().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(GuestStatus.PRELAUNCH);
            server.resume();
            server.reset();
            assertThat(server.status().toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(GuestStatus.RUNNING);
        }
    }

    @Test
    void inputIsRefusedWholeWhenTheGuestStandsStillOrHasNoAbsolutePointer() throws Exception {
        try (SpiceServer server =
                builder.disableTicketing().listen("127.0.0.1", 0).start()) {
            guest.port().absolutePointer(false);
            List<InputEvent> events =
                    List.of(new InputEvent.Key(0x1e, true), new InputEvent.Place(InputEvent.Axis.X, 1));
            assertThat(server.sendInput(events).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(InputOutcome.NO_ABSOLUTE_POINTER);
            server.pause();
            assertThat(server.sendInput(events).toCompletableFuture().get(10, TimeUnit.SECONDS))
                    .isEqualTo(InputOutcome.GUEST_STOPPED);
            server.typeKeys(List.of(0x1e), 1).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(told).noneMatch(line -> line.startsWith("key"));
        }
    }

    @Test
    void whatManagementHoldsIsReleasedBeforeTheEnd() throws IOException {
        SpiceServer server = builder.disableTicketing().listen("127.0.0.1", 0).start();
        server.sendInput(List.of(new InputEvent.Key(0x1e, true)));
        server.close();
        assertThat(told).endsWith("key 30 down", "key 30 up", "close");
    }

    @Test
    void scanCodeThatNoKeyHasIsTheCallersMistake() {
        assertThatThrownBy(() -> new InputEvent.Key(0x80, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scan code 128: expected 1 to 127, or 256 more");
    }

    @Test
    void guestIsToldLast() throws Exception {
        SpiceServer server = builder.disableTicketing().listen("127.0.0.1", 0).start();
        CompletableFuture<Void> connected = new CompletableFuture<>();
        server.subscribe(event -> {
            if (event instanceof ServerEvent.Disconnected) {
                told.add("disconnected");
            } else if (event instanceof ServerEvent.Connected) {
                connected.complete(null);
            }
        });
        Endpoint endpoint = server.endpoints().get(0);
        try (Socket client = new Socket(endpoint.host(), endpoint.port().orElseThrow())) {
            connected.get(10, TimeUnit.SECONDS);
            server.close();
            assertThat(client.isClosed()).isFalse();
        }
        assertThat(told).endsWith("disconnected", "close");
    }

    @Test
    void passwordOutlivesAStartThatFailed() throws Exception {
        builder.password("secret".toCharArray());
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            builder.listen("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(builder::start).isInstanceOf(IOException.class).hasMessageContaining("in use");
        }
        builder.start().close();
    }

    @Test
    void endpointsKeepTheOrderInWhichTheyWereGiven(@TempDir Path certificates) throws IOException {
        Path socket = certificates.resolve("spice.sock");
        try (SpiceServer server = builder.disableTicketing()
                .selfSigned(certificates)
                .listenTls("127.0.0.1", 0)
                .listen(socket)
                .start()) {
            assertThat(server.endpoints())
                    .extracting(Endpoint::family)
                    .containsExactly(Endpoint.Family.IPV4, Endpoint.Family.UNIX);
        }
    }

    @Test
    void channelThatNoAddressServesIsRefused(@TempDir Path certificates) {
        assertThatThrownBy(() -> SpiceServer.builder()
                        .guest(guest)
                        .disableTicketing()
                        .listen("127.0.0.1", 0)
                        .tlsChannel(ChannelType.INPUTS)
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tls channel: expected an address with TLS, got none");
        assertThatThrownBy(() -> SpiceServer.builder()
                        .guest(guest)
                        .disableTicketing()
                        .listenTls("127.0.0.1", 0)
                        .selfSigned(certificates)
                        .plaintextChannel(ChannelType.INPUTS)
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("plaintext channel: expected an address in the clear, got none");
    }

    private final class WitnessGuest implements Guest {

        private volatile InputsPort port = new InputsPort() {
            @Override
            public void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock) {}

            @Override
            public void absolutePointer(boolean present) {}
        };
        private volatile boolean failsToAttach;
        private volatile boolean failsToPause;
        private volatile boolean failsAtTheEnd;

        @Override
        public DisplaySource display() {
            told.add("display" + where());
            return new FramebufferSource() {
                @Override
                public void attach(FramebufferDisplay display) {}

                @Override
                public void readPixels(Rect area, int[] pixels, int offset, int stride) {}
            };
        }

        @Override
        public GuestInputs inputs() {
            told.add("inputs" + where());
            failIf(failsToAttach);
            return new WitnessInputs();
        }

        @Override
        public Optional<GuestState> state() {
            askedForMoves.add("state" + where());
            return Optional.empty();
        }

        @Override
        public MigrationListener migrationListener() {
            askedForMoves.add("listener" + where());
            return MigrationListener.IGNORED;
        }

        private InputsPort port() {
            return port;
        }

        @Override
        public void onReset() {
            told.add("reset");
        }

        @Override
        public void onPowerDown() {
            told.add("power down");
        }

        @Override
        public void onPause() {
            failIf(failsToPause);
        }

        @Override
        public void onClose() {
            told.add("close");
            failIf(failsAtTheEnd);
        }

        private static String where() {
            return Thread.currentThread().getName().startsWith("caraway") ? " on loop" : " elsewhere";
        }

        private static void failIf(boolean broken) {
            if (broken) {
                throw new LinkageError("guest: broken by the test");
            }
        }
    }

    private final class WitnessInputs implements GuestInputs {

        @Override
        public void attach(InputsPort port) {
            guest.port = port;
        }

        @Override
        public void onKey(int scancode, boolean down) {
            told.add("key " + scancode + (down ? " down" : " up"));
        }

        @Override
        public void onButton(int button, boolean down) {
            told.add("button " + button + (down ? " down" : " up"));
        }
    }
}
