package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Head;
import dev.caraway.server.guest.InputsPort;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DesktopGuestTest {

    private static final int A = 0x1e;
    private static final int CAPS_LOCK = 0x3a;

    private final BlockingQueue<Object> reports = new LinkedBlockingQueue<>();
    private final DesktopGuest guest = new DesktopGuest(
            HeadRow.ofEqual(640, 480, 2), false, Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC));
    private final FramebufferSource source = (FramebufferSource) guest.display();

    private record Size(int width, int height) {}

    private record Heads(List<Head> heads) {}

    private record Lights(boolean scroll, boolean num, boolean caps) {}

    @BeforeEach
    void attach() throws InterruptedException {
        source.attach(new RecordingDisplay());
        assertThat(reports.poll()).isEqualTo(new Size(640 * 2, 480));
        assertThat(reports.poll()).isEqualTo(new Heads(List.of(new Head(0, 0, 640, 480), new Head(640, 0, 640, 480))));
        await(CursorShape.class);
    }

    @AfterEach
    void close() {
        guest.onClose();
    }

    @Test
    void typedKeyChangesPixelsWithinItsDamage() throws InterruptedException {
        guest.onRun();
        int[] before = picture(640 * 2, 480);
        guest.inputs().onKey(A, true);
        await(Rect.class);
        assertThat(picture(640 * 2, 480)).isNotEqualTo(before);
    }

    @Test
    void capsLockLightsUp() throws InterruptedException {
        guest.onRun();
        guest.inputs().attach(new Port());
        assertThat(await(Lights.class)).isEqualTo(new Lights(false, false, false));
        guest.inputs().onKey(CAPS_LOCK, true);
        assertThat(await(Lights.class)).isEqualTo(new Lights(false, false, true));
    }

    @Test
    void motionMovesTheCursorAndPositionsDoNot() throws InterruptedException {
        guest.onRun();
        guest.inputs().onPosition(0, 100, 100, 0);
        guest.inputs().onMotion(5, -7, 0);
        assertThat(await(Point.class)).isEqualTo(new Point(105, 93));
    }

    @Test
    void pausedMachineTakesNoInput() throws InterruptedException {
        guest.inputs().attach(new Port());
        assertThat(await(Lights.class)).isEqualTo(new Lights(false, false, false));
        guest.onRun();
        guest.onPause();
        guest.inputs().onKey(CAPS_LOCK, true);
        guest.onRun();
        guest.inputs().onKey(0x45, true);
        assertThat(await(Lights.class)).isEqualTo(new Lights(false, true, false));
    }

    @Test
    void headsWishIsFollowedOnceTheMachineRuns() throws InterruptedException {
        guest.onHeadsWish(List.of(new Head(0, 0, 800, 600)));
        guest.onRun();
        assertThat(await(Size.class)).isEqualTo(new Size(800, 600));
        assertThat(await(Heads.class)).isEqualTo(new Heads(List.of(new Head(0, 0, 800, 600))));
    }

    @Test
    void hugeHeadsWishIsNotFollowed() throws InterruptedException {
        guest.onRun();
        guest.onHeadsWish(List.of(new Head(0, 0, 16384, 16384)));
        guest.onHeadsWish(List.of(new Head(0, 0, 800, 600)));
        assertThat(await(Size.class)).isEqualTo(new Size(800, 600));
    }

    @Test
    void readingOutsideTheScreenGivesBlack() {
        int[] pixels = {1, 1, 1, 1, 1, 1};
        source.readPixels(Rect.ofSize(640 * 2 - 1, 479, 2, 2), pixels, 1, 3);
        assertThat(pixels[0]).isEqualTo(1);
        assertThat(pixels[1]).isNotZero();
        assertThat(pixels).endsWith(0, 1, 0, 0);
    }

    @Test
    void separateDisplaysShowAHeadEach() throws InterruptedException {
        DesktopGuest separate = DesktopGuest.create(Map.of("size", "640x480", "heads", "2", "displays", "separate"));
        try {
            assertThat(separate.displays()).hasSize(2);
            FramebufferSource second = (FramebufferSource) separate.displays().get(1);
            second.attach(new RecordingDisplay());
            assertThat(await(Size.class)).isEqualTo(new Size(640, 480));
            assertThat(await(Heads.class)).isEqualTo(new Heads(List.of(new Head(0, 0, 640, 480))));
            await(CursorShape.class);
            int[] pixels = new int[640 * 480];
            second.readPixels(Rect.ofSize(0, 0, 640, 480), pixels, 0, 640);
            int[] whole = picture(640 * 2, 480);
            for (int y = 0; y < 480; y++) {
                assertThat(Arrays.copyOfRange(pixels, y * 640, y * 640 + 640))
                        .isEqualTo(Arrays.copyOfRange(whole, (2 * y + 1) * 640, (2 * y + 2) * 640));
            }

            separate.onRun();
            separate.inputs().onPosition(1, 100, 100, 0);
            separate.inputs().onMotion(5, -7, 0);
            assertThat(await(Point.class)).isEqualTo(new Point(105, 93));
            separate.onHeadsWish(List.of(new Head(0, 0, 700, 500), new Head(700, 0, 800, 600)));
            assertThat(await(Size.class)).isEqualTo(new Size(800, 600));
        } finally {
            separate.onClose();
        }
    }

    @Test
    void separateDisplaysFollowAWishForFewerOrMoreOfThem() throws InterruptedException {
        DesktopGuest separate = DesktopGuest.create(Map.of("size", "640x480", "heads", "2", "displays", "separate"));
        try {
            ((FramebufferSource) separate.displays().get(0)).attach(new RecordingDisplay());
            await(CursorShape.class);
            separate.onRun();
            separate.onHeadsWish(List.of(new Head(0, 0, 700, 500)));
            assertThat(await(Size.class)).isEqualTo(new Size(700, 500));
            separate.onHeadsWish(
                    List.of(new Head(0, 0, 800, 600), new Head(800, 0, 640, 480), new Head(1440, 0, 320, 240)));
            assertThat(await(Size.class)).isEqualTo(new Size(800, 600));
            assertThat(await(Heads.class)).isEqualTo(new Heads(List.of(new Head(0, 0, 800, 600))));
            // What is beyond the first display's pixels is the second's.
            separate.inputs().onPosition(1, 600, 50, 0);
            separate.inputs().onMotion(5, 0, 0);
            assertThat(await(Point.class)).isEqualTo(new Point(800 + 605, 50));
        } finally {
            separate.onClose();
        }
    }

    @Test
    void headsComeAndGoWithAWish() throws InterruptedException {
        guest.onRun();
        List<Head> four = HeadRow.ofEqual(400, 300, 4).heads();
        guest.onHeadsWish(four);
        assertThat(await(Size.class)).isEqualTo(new Size(1600, 300));
        assertThat(await(Heads.class)).isEqualTo(new Heads(four));
        guest.onHeadsWish(four.subList(0, 1));
        assertThat(await(Size.class)).isEqualTo(new Size(400, 300));
        assertThat(await(Heads.class)).isEqualTo(new Heads(four.subList(0, 1)));
    }

    @Test
    void closedGuestLeavesNoThread() throws InterruptedException {
        guest.onRun();
        guest.onClose();
        assertThat(guest.ends(10, TimeUnit.SECONDS)).isTrue();
        guest.inputs().onKey(A, true);
    }

    @Test
    void optionsGiveSizeAndHeads() {
        assertThat(DesktopOptions.heads(Map.of())).isEqualTo(HeadRow.ofEqual(1024, 768, 1));
        assertThat(DesktopOptions.heads(Map.of("size", "320x240", "heads", "4")))
                .isEqualTo(HeadRow.ofEqual(320, 240, 4));
        assertThat(DesktopOptions.frameMillis(Map.of())).isEqualTo(33);
        assertThat(DesktopOptions.frameMillis(Map.of("frame-millis", "10"))).isEqualTo(10);
    }

    @Test
    void badOptionsAreRefusedWithWhatWouldBeRight() {
        for (String size : List.of("", "319x240", "320x239", "16385x600", "800", "800X600", "-800x600", "99999999x9")) {
            assertThatThrownBy(() -> DesktopGuest.create(Map.of("size", size)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("desktop size=" + size
                            + ": expected WIDTHxHEIGHT from 320x240 to 16384x16384, such as size=1024x768");
        }
        for (String heads : List.of("", "0", "5", "two", "11")) {
            assertThatThrownBy(() -> DesktopGuest.create(Map.of("heads", heads)))
                    .hasMessage("desktop heads=" + heads + ": expected 1 to 4");
        }
        assertThatThrownBy(() -> DesktopGuest.create(Map.of("colour", "red")))
                .hasMessage("desktop option colour: expected size=WIDTHxHEIGHT, heads=N, displays=one|separate or"
                        + " frame-millis=N");
        for (String millis : List.of("", "0", "1000", "-5", "ten")) {
            assertThatThrownBy(() -> DesktopGuest.create(Map.of("frame-millis", millis)))
                    .hasMessage("desktop frame-millis=" + millis + ": expected 1 to 999");
        }
        assertThatThrownBy(() -> DesktopGuest.create(Map.of("size", "8192x4096", "heads", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 16777216 pixels");
    }

    private int[] picture(int width, int height) {
        int[] pixels = new int[width * height];
        source.readPixels(Rect.ofSize(0, 0, width, height), pixels, 0, width);
        return pixels;
    }

    /** The next report of this type. */
    private <T> T await(Class<T> type) throws InterruptedException {
        while (true) {
            Object report = reports.take();
            if (type.isInstance(report)) {
                return type.cast(report);
            }
        }
    }

    private final class RecordingDisplay implements FramebufferDisplay {

        @Override
        public void resize(int width, int height) {
            reports.add(new Size(width, height));
        }

        @Override
        public void resize(int width, int height, List<Head> heads) {
            resize(width, height);
            heads(heads);
        }

        @Override
        public void damage(int x, int y, int width, int height) {
            reports.add(Rect.ofSize(x, y, width, height));
        }

        @Override
        public void heads(List<Head> heads) {
            reports.add(new Heads(heads));
        }

        @Override
        public void cursor(CursorShape shape) {
            reports.add(shape);
        }

        @Override
        public void moveCursor(int x, int y) {
            reports.add(new Point(x, y));
        }

        @Override
        public void hideCursor() {
            reports.add("hidden");
        }
    }

    private final class Port implements InputsPort {

        @Override
        public void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock) {
            reports.add(new Lights(scrollLock, numLock, capsLock));
        }

        @Override
        public void absolutePointer(boolean present) {
            reports.add(present);
        }
    }
}
