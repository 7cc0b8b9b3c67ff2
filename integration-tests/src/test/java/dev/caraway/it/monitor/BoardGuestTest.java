package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.inputs.InputsInit;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyModifiers;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.Screenshot;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.guest.GuestState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The board behind a server: seen, driven and moved. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoardGuestTest {

    /** A program that counts frames in one corner, and shows the last scan code as a colour in another. */
    private static final Assembler.Program KEYS = Assembler.assemble("""
                .org $f000
        start:  ldx #$ff
                txs
                cli
        loop:   lda $e000
                beq loop
                sta $8100
                jmp loop
        irq:    pha
                inc $10
                sta $e002
                pla
                rti
                .org $fffa
                .word start, start, irq
        """);

    @Test
    void clientSeesTheBoardAndDrivesIt() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.open(BoardGuest.create(Map.of()));
                ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            ClientChannel inputs = client.open(ChannelType.INPUTS);
            inputs.await(InputsInit.class);
            Patience.until("the snake", () -> {
                client.requireHealth();
                return count(server, 0x7fb069) >= 64;
            });

            inputs.send(new KeyDown(0x3a));
            inputs.send(new KeyUp(0xba));
            assertThat(inputs.await(KeyModifiers.class).modifiers()).isNotZero();
            TestServer.await(server.server().pause());
            client.awaitPicture(server.sha256());
        }
    }

    @Test
    void optionThatTheBoardDoesNotHaveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoardGuest.create(Map.of("bogus", "1")))
                .withMessage("bogus: expected program=FILE, or nothing for snake");
    }

    @Test
    void pausedBoardStandsStill() throws IOException {
        try (TestServer server = TestServer.open(BoardGuest.create(Map.of()))) {
            Patience.until("the snake", () -> count(server, 0x7fb069) >= 64);
            TestServer.await(server.server().pause());
            String still = server.sha256();
            // Each goes round the loop once: time enough for a frame that should not be done.
            for (int i = 0; i < 200; i++) {
                assertThat(server.sha256()).isEqualTo(still);
            }
            TestServer.await(server.server().resume());
            Patience.until("another picture", () -> !server.sha256().equals(still));
        }
    }

    @Test
    void savedBoardGoesOnAtAnotherGuest() throws IOException {
        BoardGuest source = new BoardGuest(KEYS);
        BoardGuest target = new BoardGuest(KEYS);
        try (TestServer from = TestServer.open(source);
                TestServer to = TestServer.with(
                        target, options -> options.startPaused(true).disableTicketing())) {
            source.onKey(0x1e, true);
            Patience.until("the key's colours", () -> count(from, 0xa09ebb) > 0);
            GuestState state = source.state().orElseThrow();
            ByteArrayOutputStream round = new ByteArrayOutputStream();
            state.saveWhileRunning(0, round);
            TestServer.await(from.server().pause());
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            state.save(rest);
            assertThat(rest.size()).isLessThan(round.size() / 10);

            GuestState arrives = target.state().orElseThrow();
            arrives.loadWhileRunning(0, new ByteArrayInputStream(round.toByteArray()));
            arrives.load(new ByteArrayInputStream(rest.toByteArray()));
            Patience.until("the same picture", () -> to.sha256().equals(from.sha256()));
            TestServer.await(to.server().resume());
            target.onKey(0x32, true);
            Patience.until("the next key's colours", () -> count(to, 0x3a7ca5) > 0 && count(to, 0x26466b) > 0);
        }
    }

    @Test
    void refusedStateLeavesTheBoardAsItWas() throws IOException {
        BoardGuest source = new BoardGuest(KEYS);
        BoardGuest target = new BoardGuest(KEYS);
        try {
            source.onKey(0x1e, true);
            byte[] state = saved(source);
            byte[] before = saved(target);
            assertRefused(target, Arrays.copyOf(state, state.length - 1), "got the end of its state");
            assertRefused(target, Arrays.copyOf(state, state.length + 1), "expected the end of its state");
            assertThat(saved(target)).isEqualTo(before);
            target.state().orElseThrow().load(new ByteArrayInputStream(state));
            assertThat(saved(target)).isEqualTo(state);
        } finally {
            source.onClose();
            target.onClose();
        }
    }

    @Test
    void runningBoardMovesToAnotherServerAndGoesOn() throws IOException {
        try (TestServer source = TestServer.open(BoardGuest.create(Map.of()));
                TestServer target = TestServer.with(
                        BoardGuest.create(Map.of()),
                        options -> options.disableTicketing().awaitGuest())) {
            Patience.until("the snake", () -> count(source, 0x7fb069) >= 64);
            int port = TestServer.await(target.server().migration().listen(new MigrationAddress.Tcp("127.0.0.1", 0)))
                    .orElseThrow();
            TestServer.await(source.server().migration().start(new MigrationAddress.Tcp("127.0.0.1", port)));
            Patience.until(
                    "the end of the move",
                    () -> TestServer.await(source.server().migration().info()).status() == MigrationStatus.COMPLETED);
            String left = source.sha256();
            Patience.until("a step of the snake", () -> !target.sha256().equals(left) && count(target, 0x7fb069) >= 64);
            assertThat(source.sha256()).as("the source stands still").isEqualTo(left);
        }
    }

    private static void assertRefused(BoardGuest target, byte[] state, String reason) {
        assertThatThrownBy(() -> target.state().orElseThrow().load(new ByteArrayInputStream(state)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    /** All of a board that stands still. */
    private static byte[] saved(BoardGuest guest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        guest.onCompleted(false);
        guest.state().orElseThrow().save(out);
        return out.toByteArray();
    }

    /** How many pixels of the screen have this colour. */
    private static int count(TestServer server, int colour) {
        Screenshot shot = TestServer.await(server.server().screenshot());
        int count = 0;
        for (int i = 0; i < shot.pixels().length(); i += 4) {
            int pixel = (shot.pixels().at(i) & 0xff)
                    | (shot.pixels().at(i + 1) & 0xff) << 8
                    | (shot.pixels().at(i + 2) & 0xff) << 16;
            count += pixel == colour ? 1 : 0;
        }
        return count;
    }
}
