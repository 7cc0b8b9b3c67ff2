package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Head;
import dev.caraway.server.guest.InputsPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DesktopStateTest {

    private static final int A = 0x1e;
    private static final int H = 0x23;
    private static final int SHIFT = 0x2a;
    private static final int CAPS_LOCK = 0x3a;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Told atSource = new Told();
    private final Told atTarget = new Told();
    private final DesktopGuest source = guest(HeadRow.ofEqual(640, 480, 2), ZoneId.of("Asia/Kolkata"), atSource);
    private final DesktopGuest target = guest(HeadRow.ofEqual(400, 300, 1), ZoneOffset.UTC, atTarget);

    @AfterEach
    void close() {
        source.onClose();
        target.onClose();
    }

    @Test
    void loadedDesktopLooksTheSameAndGoesOnTheSameWhateverHappenedBefore() throws IOException {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            Desktop moved = new Desktop(HeadRow.ofEqual(400, 300, 1 + random.nextInt(2)), LocalTime.NOON);
            for (int step = 0; step < 150; step++) {
                DesktopTest.disturb(moved, random);
            }
            moved.repaint();
            Desktop arrived = load(saved(moved));
            List<Rect> painted = arrived.repaint();
            assertThat(painted)
                    .containsExactly(Rect.ofSize(
                            0, 0, moved.heads().width(), moved.heads().height()));
            long goesOn = random.nextLong();
            Random here = new Random(goesOn);
            Random there = new Random(goesOn);
            for (int step = 0; step < 60; step++) {
                assertSame(arrived, moved, "seed " + seed + " step " + step);
                DesktopTest.disturb(moved, here);
                DesktopTest.disturb(arrived, there);
                moved.repaint();
                arrived.repaint();
            }
        }
    }

    @Test
    void guestAtTheTargetShowsWhatTheSourceShowedAndHasItsKeysHeld() throws Exception {
        source.onRun();
        type(source, H, true, H, false, CAPS_LOCK, true, CAPS_LOCK, false, SHIFT, true);
        source.inputs().onPosition(0, 700, 100, 0);
        source.onPause();
        move();

        assertThat(atTarget.size).isEqualTo("1280x480");
        assertThat(atTarget.heads).isEqualTo(atSource.heads).hasSize(2);
        assertThat(atTarget.cursor).isEqualTo(atSource.cursor);
        assertThat(atTarget.lights).isEqualTo(atSource.lights).isEqualTo("caps");
        assertSamePicture();

        source.onRun();
        target.onRun();
        for (DesktopGuest each : List.of(source, target)) {
            // Caps lock and the shift that is held since before the move: a small letter.
            type(each, A, true, A, false, SHIFT, false, A, true, A, false);
        }
        byte[] goneOn = written(target);
        assertThat(goneOn).isEqualTo(written(source));
        assertSamePicture();
        assertThat(new String(goneOn, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("haA");
    }

    @Test
    void clockGoesOnInTheSourcesTimeZone() throws Exception {
        source.onRun();
        source.onPause();
        move();
        target.onRun();
        // 12:00 in Greenwich is 17:30 in Kolkata, and so it stays.
        assertThat(desktopOf(written(target)).time()).isEqualTo(LocalTime.of(17, 30));
        assertSamePicture();
    }

    @Test
    void animationGoesOnFromWhereItWas() throws IOException {
        Desktop moved = new Desktop(HeadRow.ofEqual(400, 300, 1), LocalTime.NOON);
        moved.onKey(Keyboard.F5, true);
        moved.repaint();
        for (int frame = 0; frame < 100; frame++) {
            moved.onFrame();
        }
        Desktop arrived = load(saved(moved));
        assertThat(arrived.isAnimated()).isTrue();
        for (int frame = 0; frame < 200; frame++) {
            moved.onFrame();
            arrived.onFrame();
            moved.repaint();
            arrived.repaint();
            assertSame(arrived, moved, "frame " + frame);
        }
    }

    @Test
    void wishThatCameWhileTheMachineStoodStillIsFollowedAtTheTarget() throws Exception {
        source.onHeadsWish(List.of(new Head(0, 0, 800, 600)));
        move();
        assertThat(atTarget.size).isEqualTo("1280x480");
        target.onRun();
        written(target);
        assertThat(atTarget.size).isEqualTo("800x600");
    }

    @Test
    void keyThatGoesUpDuringAPauseIsUpAfterItAndOneThatIsHeldIsHeld() throws Exception {
        source.onRun();
        type(source, SHIFT, true, 0x1d, true);
        source.onPause();
        type(source, 0x1d, false);
        source.onRun();
        type(source, A, true, A, false);
        assertThat(desktopOf(written(source)).text()).isEqualTo("A");
    }

    @Test
    void cutOffAndTrailedStatesAreRefusedAndTheGuestStaysAsItWas() throws Exception {
        source.onRun();
        type(source, H, true);
        byte[] state = written(source);
        byte[] before = written(target);
        // What is left out in the middle are the runs of the canvas, all alike.
        for (int length = 0; length < state.length; length += length > 400 && length < state.length - 200 ? 37 : 1) {
            byte[] cutOff = Arrays.copyOf(state, length);
            assertThatThrownBy(() -> target.state().orElseThrow().load(new ByteArrayInputStream(cutOff)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected more, got the end of the state");
        }
        byte[] trailed = Arrays.copyOf(state, state.length + 1);
        assertThatThrownBy(() -> target.state().orElseThrow().load(new ByteArrayInputStream(trailed)))
                .isInstanceOf(IOException.class)
                .hasMessage("expected the end of the state, got more");
        assertThat(written(target)).isEqualTo(before);
    }

    @Test
    void damagedStateIsADesktopOrRefusedWithAReason() throws IOException {
        Desktop moved = new Desktop(HeadRow.ofEqual(400, 300, 2), LocalTime.NOON);
        Random random = new Random(7);
        for (int step = 0; step < 100; step++) {
            DesktopTest.disturb(moved, random);
        }
        byte[] state = saved(moved);
        int refusals = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = state.clone();
            // The sizes of the heads are left alone: large ones are legal, and slow.
            int place = 20 + random.nextInt(Math.min(state.length, 1200) - 20);
            damaged[place] = (byte) random.nextInt(256);
            try {
                load(damaged).repaint();
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("expected");
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(50);
    }

    @Test
    void desktopOnSeparateDisplaysMovesOnlyToAsMany() throws Exception {
        DesktopGuest separate = new DesktopGuest(HeadRow.ofEqual(320, 240, 2), true, Clock.fixed(NOON, ZoneOffset.UTC));
        DesktopGuest other = new DesktopGuest(HeadRow.ofEqual(400, 300, 2), true, Clock.fixed(NOON, ZoneOffset.UTC));
        try {
            byte[] state = written(separate);
            assertThatThrownBy(() -> target.state().orElseThrow().load(new ByteArrayInputStream(state)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("desktop on 2 separate displays: expected one on one display");
            other.state().orElseThrow().load(new ByteArrayInputStream(state));
            assertThat(written(other)).isEqualTo(state);
        } finally {
            separate.onClose();
            other.onClose();
        }
    }

    @Test
    void closedGuestCannotBeSaved() {
        source.onClose();
        assertThatThrownBy(() -> written(source))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected to be open");
    }

    private static void assertSame(Desktop actual, Desktop expected, String when) {
        assertThat(Arrays.mismatch(actual.pixels(), expected.pixels()))
                .as("first pixel that differs, %s", when)
                .isEqualTo(-1);
        assertThat(actual.heads()).isEqualTo(expected.heads());
        assertThat(actual.pointer()).isEqualTo(expected.pointer());
        assertThat(actual.cursor()).isSameAs(expected.cursor());
        assertThat(actual.locks()).isEqualTo(expected.locks());
        assertThat(actual.text()).isEqualTo(expected.text());
        assertThat(actual.isBlinking()).isEqualTo(expected.isBlinking());
        assertThat(actual.isAnimated()).isEqualTo(expected.isAnimated());
    }

    private void assertSamePicture() {
        assertThat(Arrays.mismatch(picture(target), picture(source))).isEqualTo(-1);
    }

    private static int[] picture(DesktopGuest guest) {
        int[] pixels = new int[1280 * 480];
        ((FramebufferSource) guest.display()).readPixels(Rect.ofSize(0, 0, 1280, 480), pixels, 0, 1280);
        return pixels;
    }

    private void move() throws IOException {
        target.state().orElseThrow().load(new ByteArrayInputStream(written(source)));
    }

    /** Also a way to wait for all that the guest has been told. */
    private static byte[] written(DesktopGuest guest) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        guest.state().orElseThrow().save(out);
        return out.toByteArray();
    }

    private static Desktop desktopOf(byte[] state) throws IOException {
        return DesktopState.Moving.load(new StateReader(new ByteArrayInputStream(state)))
                .desktop();
    }

    private static byte[] saved(Desktop desktop) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DesktopState.Moving(false, ZoneOffset.UTC, Optional.empty(), desktop).save(new StateWriter(out));
        return out.toByteArray();
    }

    private static Desktop load(byte[] state) throws IOException {
        StateReader in = new StateReader(new ByteArrayInputStream(state));
        Desktop loaded = DesktopState.Moving.load(in).desktop();
        in.end();
        return loaded;
    }

    private static DesktopGuest guest(HeadRow heads, ZoneId zone, Told told) {
        DesktopGuest guest = new DesktopGuest(heads, false, Clock.fixed(NOON, zone));
        ((FramebufferSource) guest.display()).attach(told);
        guest.inputs().attach(told);
        return guest;
    }

    private static void type(DesktopGuest guest, Object... keys) {
        for (int i = 0; i < keys.length; i += 2) {
            guest.inputs().onKey((Integer) keys[i], (Boolean) keys[i + 1]);
        }
    }

    /** What a guest has told last. */
    private static final class Told implements FramebufferDisplay, InputsPort {

        private volatile String size = "";
        private volatile List<Head> heads = List.of();
        private volatile String cursor = "";
        private volatile String lights = "";
        private final BlockingQueue<Rect> damage = new LinkedBlockingQueue<>();

        @Override
        public void resize(int width, int height) {
            size = width + "x" + height;
        }

        @Override
        public void resize(int width, int height, List<Head> heads) {
            resize(width, height);
            heads(heads);
        }

        @Override
        public void damage(int x, int y, int width, int height) {
            damage.add(Rect.ofSize(x, y, width, height));
        }

        @Override
        public void heads(List<Head> now) {
            heads = now;
        }

        @Override
        public void cursor(CursorShape shape) {
            cursor = "shape " + shape.unique();
        }

        @Override
        public void moveCursor(int x, int y) {}

        @Override
        public void hideCursor() {
            cursor = "hidden";
        }

        @Override
        public void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock) {
            lights = (scrollLock ? "scroll" : "") + (numLock ? "num" : "") + (capsLock ? "caps" : "");
        }

        @Override
        public void absolutePointer(boolean present) {}
    }
}
