package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.cursor.CursorInit;
import dev.caraway.protocol.cursor.CursorMove;
import dev.caraway.protocol.cursor.CursorSet;
import dev.caraway.protocol.display.Mark;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.server.guest.CursorShape;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest with pixels in memory: what it shows is what every client has. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FramebufferStoryTest {

    private final FramebufferGuest guest = new FramebufferGuest(320, 200);
    private final TestServer server;

    FramebufferStoryTest() throws IOException {
        server = TestServer.open(guest);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aClientGetsThePictureAsItIs() throws IOException, GeneralSecurityException {
        guest.noise(1);
        guest.fill(new Rect(10, 20, 110, 90), 0x336699);
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();

            client.awaitPicture(guest.sha256());
            assertThat(client.canvas().colorAt(10, 20)).isEqualTo(0x336699);
            display.await(Mark.class);
            assertThat(display.await(MonitorsConfig.class).heads()).hasSize(1);
        }
    }

    @Test
    void damageArrives() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            client.awaitPicture(guest.sha256());
            for (int i = 0; i < 50; i++) {
                guest.fill(Rect.ofSize(i * 5, i * 3, 20, 15), 0x010305 * (i + 1));
            }

            client.awaitPicture(guest.sha256());
        }
    }

    @Test
    void damageOutsideTheFrameBufferIsIgnored() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            guest.port().damage(-50, -50, 1000, 1000);
            guest.port().damage(5000, 5000, 10, 10);
            guest.fill(new Rect(0, 0, 1, 1), 0xffffff);

            client.awaitPicture(guest.sha256());
        }
    }

    @Test
    void aResizeArrives() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            client.openDisplay();
            client.awaitPicture(guest.sha256());
            guest.resize(500, 300, 0x123456);
            guest.fill(new Rect(400, 250, 500, 300), 0xfedcba);

            client.awaitPicture(guest.sha256());
            assertThat(client.canvas().size()).isEqualTo("500x300");

            guest.resize(64, 64, 0);
            client.awaitPicture(guest.sha256());
            assertThat(client.canvas().size()).isEqualTo("64x64");
        }
    }

    @Test
    void aPictureThatIsNotCompressedArrives() throws IOException, GeneralSecurityException {
        FramebufferGuest plain = new FramebufferGuest(100, 100);
        try (TestServer raw = TestServer.with(
                        plain, options -> options.disableTicketing().imageCompression(ImageCompression.OFF));
                ScriptedClient client = raw.client().connect()) {
            plain.fill(new Rect(5, 5, 95, 95), 0x778899);
            client.openDisplay();

            client.awaitPicture(plain.sha256());
        }
    }

    @Test
    void aClientWithFullHeadersSeesTheSame() throws IOException, GeneralSecurityException {
        guest.noise(2);
        try (ScriptedClient old = server.client().fullHeader().connect()) {
            ClientChannel display = old.openDisplay();

            old.awaitPicture(guest.sha256());
            assertThat(display.serials())
                    .isEqualTo(LongStream.rangeClosed(1, display.serials().size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void aPictureOfManyAckWindowsArrives() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();
            client.awaitPicture(guest.sha256());
            for (int i = 0; i < 200; i++) {
                guest.fill(Rect.ofSize(i, i % 190, 10, 10), i * 0x1111);
                client.awaitPicture(guest.sha256());
            }

            assertThat(display.messages()).hasSizeGreaterThan(200);
        }
    }

    @Test
    void theCursorArrives() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel cursor = client.open(ChannelType.CURSOR);
            cursor.await(CursorInit.class);
            guest.port().cursor(CursorShape.argb(7, 2, 2, 1, 1, new int[] {-1, 0, 0, -1}));
            CursorSet set = cursor.await(CursorSet.class);
            assertThat(set.visible()).isTrue();
            assertThat(set.cursor().data().length()).isEqualTo(16);

            guest.port().moveCursor(30, 40);
            Patience.until(
                    "the move",
                    () -> cursor.messages(CursorMove.class).stream()
                            .anyMatch(move ->
                                    move.position().x() == 30 && move.position().y() == 40));
        }
    }

    @Test
    void theServersOwnScreenshotIsTheGuestsPicture() {
        guest.noise(3);

        Patience.until("the screenshot", () -> server.sha256().equals(guest.sha256()));
    }
}
