package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.StreamingVideo;
import dev.caraway.server.guest.Guest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest that plays a film: clients get it as a stream, and the last picture sharp. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VideoStoryTest {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int FRAME_MILLIS = 30;
    private static final Rect FILM = Rect.ofSize(40, 30, 200, 160);

    /** Enough frames to see that it goes on. */
    private static final int FRAMES = 10;

    /** What each of a pixel's colours may be off by in a frame. */
    private static final int NEAR = 32;

    @Test
    void aFilmThatIsDrawnIsAStreamAndItsEndIsSharp() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
        try (TestServer server = TestServer.open(guest)) {
            tellOf(server, number -> guest.copy(0, FILM, film(number)));
        }
    }

    @Test
    void aFilmInAFrameBufferIsAStreamAndItsEndIsSharp() throws IOException, GeneralSecurityException {
        FramebufferGuest guest = new FramebufferGuest(WIDTH, HEIGHT);
        try (TestServer server = TestServer.open(guest)) {
            tellOf(server, number -> guest.film(FILM, number));
        }
    }

    @Test
    void windowsOverAFilmStayWhereTheyAre() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
        Rect window = Rect.ofSize(100, 80, 50, 40);
        try (TestServer server = TestServer.open(guest);
                ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();
            IntConsumer show = number -> {
                guest.copy(0, FILM, film(number));
                if (number % 20 == 0) {
                    guest.fill(0, window, 0x00ff00);
                    guest.scroll(Rect.ofSize(250, 100, 60, 60), 60, 50);
                }
            };
            play(show, () -> awaitFrames(display, 3 * FRAMES));
            TestServer.await(guest.port().drained());

            assertThat(display.messages(StreamClip.class)).isNotEmpty();
            display.await(StreamDestroy.class);
            client.awaitPicture(server.sha256());
        }
    }

    @Test
    void nothingIsStreamedWhereNobodyWantsIt() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
        try (TestServer server = open(guest, StreamingVideo.OFF);
                ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();
            AtomicInteger frames = new AtomicInteger();
            IntConsumer show = number -> {
                guest.copy(0, FILM, film(number));
                frames.set(number);
            };
            play(show, () -> Patience.until("a film", () -> frames.get() > 3 * FRAMES));
            TestServer.await(guest.port().drained());
            client.awaitPicture(server.sha256());
            assertThat(display.messages(StreamCreate.class)).isEmpty();
        }
    }

    private static void tellOf(TestServer server, IntConsumer show) throws IOException, GeneralSecurityException {
        try (ScriptedClient client = server.client().connect()) {
            ClientChannel display = client.openDisplay();
            play(show, () -> awaitFrames(display, FRAMES));
            Rect box = display.await(StreamCreate.class).destination();
            assertThat(box).isEqualTo(FILM);
            Patience.untilAsserted("the last frame", () -> assertNear(client, server));

            display.await(StreamDestroy.class);
            client.awaitPicture(server.sha256());
        }
    }

    private static void awaitFrames(ClientChannel display, int count) {
        Patience.until(
                count + " frames", () -> display.messages(StreamData.class).size() >= count);
    }

    private static void assertNear(ScriptedClient client, TestServer server) {
        Bytes drawn = TestServer.await(server.server().screenshot()).pixels();
        for (int y = FILM.top(); y < FILM.bottom(); y += 7) {
            for (int x = FILM.left(); x < FILM.right(); x += 7) {
                int shown = client.canvas().colorAt(x, y);
                for (int part = 0; part < 3; part++) {
                    int difference = (shown >> (8 * part) & 0xff) - (drawn.at(4 * (y * WIDTH + x) + part) & 0xff);
                    assertThat(Math.abs(difference)).as(x + ", " + y).isLessThan(NEAR);
                }
            }
        }
    }

    private static Image film(int number) {
        return DrawingGuest.filmFrame(number, FILM.width(), FILM.height());
    }

    private static TestServer open(Guest guest, StreamingVideo streaming) throws IOException {
        return TestServer.with(guest, options -> options.disableTicketing().streamingVideo(streaming));
    }

    /** Shows frame after frame while something is waited for. */
    private static void play(IntConsumer show, Runnable meanwhile) {
        ScheduledExecutorService projector = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger number = new AtomicInteger();
            ScheduledFuture<?> film = projector.scheduleAtFixedRate(
                    () -> show.accept(number.getAndIncrement()), 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
            meanwhile.run();
            assertThat(film.isDone()).as("the film was interrupted").isFalse();
        } finally {
            projector.shutdown();
        }
        Patience.until("the last frame", projector::isTerminated);
    }
}
