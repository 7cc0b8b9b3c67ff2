package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceDestroy;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.QuicData;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that draws with commands: a client that obeys them has the server's picture. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DrawingStoryTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    private final DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
    private final TestServer server;

    DrawingStoryTest() throws IOException {
        server = TestServer.open(guest);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatWasDrawnBeforeTheClientCameIsThere() throws IOException, GeneralSecurityException {
        guest.fill(0, new Rect(0, 0, WIDTH, HEIGHT), 0x204060);
        guest.copy(0, Rect.ofSize(10, 10, 100, 80), DrawingGuest.gradient(100, 80));
        try (ScriptedClient client = server.client().connect()) {
            client.openDisplay();

            awaitServersPicture(client);
            assertThat(client.canvas().colorAt(0, 0)).isEqualTo(0x204060);
            assertThat(client.canvas().colorAt(10 + 7, 10 + 5)).isEqualTo(0x400507);
        }
    }

    @Test
    void commandsTravelAsCommands() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = settled(client);
            guest.copy(0, Rect.ofSize(0, 0, 64, 64), DrawingGuest.gradient(64, 64));
            guest.scroll(Rect.ofSize(20, 20, 100, 100), 10, 10);

            assertThat(display.await(CopyBits.class).sourcePosition().x()).isEqualTo(10);
            awaitServersPicture(client);
            assertThat(display.messages(DrawCopy.class))
                    .anyMatch(copy -> copy.source().data() instanceof QuicData);
        }
    }

    @Test
    void anOffScreenSurfaceIsMadeWhereItIsNeeded() throws IOException, GeneralSecurityException {
        guest.port().createSurface(5, 64, 64, SurfaceFormat.XRGB_32, null);
        guest.fill(5, new Rect(0, 0, 64, 64), 0xaabbcc);
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = settled(client);
            guest.copySurface(0, Rect.ofSize(100, 100, 64, 64), 5, 64, 64);
            guest.fill(5, new Rect(0, 0, 32, 32), 0x112233);
            guest.copySurface(0, Rect.ofSize(0, 0, 48, 48), 5, 64, 64);

            awaitServersPicture(client);
            assertThat(client.canvas().colorAt(100, 100)).isEqualTo(0xaabbcc);
            assertThat(client.canvas().colorAt(0, 0)).isEqualTo(0x112233);
            assertThat(display.messages(SurfaceCreate.class))
                    .extracting(SurfaceCreate::surfaceId)
                    .contains(5);

            guest.port().destroySurface(5);
            assertThat(display.await(SurfaceDestroy.class).surfaceId()).isEqualTo(5);
        }
    }

    @Test
    void anImageThatTheClientKeepsTravelsOnce() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = settled(client);
            for (int i = 0; i < 5; i++) {
                guest.copy(0, Rect.ofSize(i * 40, i * 20, 32, 32), DrawingGuest.cachedNoise(77, 32, 32));
            }

            awaitServersPicture(client);
            assertThat(display.messages(DrawCopy.class))
                    .filteredOn(copy -> copy.source().data() instanceof FromCache)
                    .hasSize(4);
        }
    }

    @Test
    void anImageThatHasNoIdIsKnownByWhatItShows() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = settled(client);
            for (int i = 0; i < 3; i++) {
                guest.copy(0, Rect.ofSize(i * 70, i * 20, 64, 64), DrawingGuest.gradient(64, 64));
            }

            awaitServersPicture(client);
            // The second time already.
            assertThat(display.messages(DrawCopy.class))
                    .filteredOn(copy -> copy.source().data() instanceof FromCache)
                    .hasSize(2);
        }
    }

    @Test
    void aSmallCacheIsEmptiedForWhatIsNew() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay(new DisplayInit(1, 3 * 32 * 32, 1, 0));
            awaitServersPicture(client);
            for (int i = 0; i < 24; i++) {
                guest.copy(0, Rect.ofSize(i * 12, i * 7, 32, 32), DrawingGuest.cachedNoise(100 + i * 7 % 5, 32, 32));
                TestServer.await(guest.port().drained());
            }

            awaitServersPicture(client);
            assertThat(display.messages(InvalList.class)).isNotEmpty();
            assertThat(client.canvas().cachedImages()).isBetween(1, 3);
        }
    }

    @Test
    void aThousandCommandsEndInEqualPictures() throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            settled(client);
            Random random = new Random(7);
            guest.port().createSurface(1, 80, 80, SurfaceFormat.XRGB_32, null);
            for (int i = 0; i < 1000; i++) {
                drawSomething(random);
            }

            awaitServersPicture(client);
        }
    }

    private void drawSomething(Random random) {
        int width = 1 + random.nextInt(80);
        int height = 1 + random.nextInt(80);
        Rect box = Rect.ofSize(random.nextInt(WIDTH - width + 1), random.nextInt(HEIGHT - height + 1), width, height);
        switch (random.nextInt(5)) {
            case 0 -> guest.fill(0, box, random.nextInt(1 << 24));
            case 1 -> guest.copy(0, box, DrawingGuest.cachedNoise(random.nextInt(20), 80, 80));
            case 2 -> guest.scroll(box, random.nextInt(WIDTH - width + 1), random.nextInt(HEIGHT - height + 1));
            case 3 -> guest.fill(1, Rect.ofSize(0, 0, width, height), random.nextInt(1 << 24));
            default -> guest.copySurface(0, box, 1, 80, 80);
        }
    }

    /** A client that has the picture so far, so that what is drawn from now on travels as commands. */
    private ClientChannel settled(ScriptedClient client) throws IOException, GeneralSecurityException {
        ClientChannel display = client.openDisplay();
        awaitServersPicture(client);
        return display;
    }

    private void awaitServersPicture(ScriptedClient client) {
        TestServer.await(guest.port().drained());
        client.awaitPicture(server.sha256());
    }
}
