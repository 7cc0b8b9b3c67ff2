package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.geometry.Rect;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that stops reading: it costs the others nothing and the server little, and ends with the right picture. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SlowClientTest {

    private static final int SMALL_BUFFER_BYTES = 16 << 10;

    /** So that the pictures which the clients keep do not count. */
    private static final DisplayInit SMALL_CACHE = new DisplayInit(1, 1 << 18, 1, 0);

    /** Far above what one client may queue, far below what is drawn while it sleeps. */
    private static final long BOUND_BYTES = 64L << 20;

    @Test
    void theOtherGoesOnWhileOneSleepsOnAFrameBuffer() throws IOException, GeneralSecurityException {
        FramebufferGuest guest = new FramebufferGuest(640, 480);
        try (TestServer server = TestServer.open(guest);
                ScriptedClient awake = server.client().connect();
                ScriptedClient asleep =
                        server.client().receiveBuffer(SMALL_BUFFER_BYTES).connect()) {
            awake.openDisplay(SMALL_CACHE).forgetMessages();
            ClientChannel sleeper = asleep.openDisplay(SMALL_CACHE);
            asleep.awaitPicture(guest.sha256());
            sleeper.pauseReading();
            long before = usedBytes();
            // Noise does not shrink: 150 MB of pictures.
            for (int frame = 0; frame < 120; frame++) {
                guest.noise(frame);
                if (frame % 10 == 0) {
                    awake.awaitPicture(guest.sha256());
                }
            }

            awake.awaitPicture(guest.sha256());
            assertThat(usedBytes() - before).isLessThan(BOUND_BYTES);
            sleeper.resumeReading();
            asleep.awaitPicture(guest.sha256());
        }
    }

    @Test
    void theOtherGoesOnWhileOneSleepsOnCommands() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(320, 200);
        try (TestServer server = TestServer.open(guest);
                ScriptedClient awake = server.client().connect();
                ScriptedClient asleep =
                        server.client().receiveBuffer(SMALL_BUFFER_BYTES).connect()) {
            awake.openDisplay(SMALL_CACHE).forgetMessages();
            ClientChannel sleeper = asleep.openDisplay(SMALL_CACHE);
            awake.awaitPicture(server.sha256());
            asleep.awaitPicture(server.sha256());
            sleeper.pauseReading();
            long before = usedBytes();
            for (int i = 0; i < 2500; i++) {
                guest.copy(0, Rect.ofSize(i % 190, i % 70, 128, 128), DrawingGuest.cachedNoise(i, 128, 128));
                if (i % 100 == 0) {
                    guest.scroll(Rect.ofSize(0, 0, 320, 100), 0, 50);
                }
            }
            guest.fill(0, Rect.ofSize(11, 11, 7, 7), 0xff8800);

            awaitColor(awake, 0xff8800);
            assertThat(awake.canvas().sha256()).contains(server.sha256());
            assertThat(usedBytes() - before).isLessThan(BOUND_BYTES);
            sleeper.resumeReading();
            asleep.awaitPicture(server.sha256());
        }
    }

    private static void awaitColor(ScriptedClient client, int color) {
        Patience.until("the last command", () -> {
            client.requireHealth();
            return client.canvas().colorAt(11, 11) == color;
        });
    }

    /** What lives on the heap and outside it. */
    private static long usedBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
