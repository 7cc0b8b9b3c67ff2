package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.Head;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DesktopTest {

    private static final int SHIFT = 0x2a;
    private static final int CAPS_LOCK = 0x3a;
    private static final int H = 0x23;
    private static final int I = 0x17;
    private static final int A = 0x1e;
    private static final LocalTime NOON = LocalTime.of(12, 0, 7);

    private final Desktop desktop = freshDesktop(HeadRow.ofEqual(1024, 768, 1));

    @Test
    void shiftCapsLockAndBackspaceGiveTheText() {
        desktop.onKey(SHIFT, true);
        tap(H);
        desktop.onKey(SHIFT, false);
        tap(I, CAPS_LOCK, A, CAPS_LOCK, A, A, Keyboard.BACKSPACE, Keyboard.ENTER, Keyboard.TAB, I);
        assertThat(desktop.text()).isEqualTo("HiAa\n    i");
        assertThat(desktop.locks().caps()).isFalse();
    }

    @Test
    void arrowsHomeEndAndDeleteEditInPlace() {
        tap(H, I, Keyboard.LEFT, A, Keyboard.HOME, Keyboard.DELETE, Keyboard.END, H);
        assertThat(desktop.text()).isEqualTo("aih");
        tap(Keyboard.ENTER, I, I, I, Keyboard.UP, Keyboard.LEFT, Keyboard.LEFT, A, Keyboard.DOWN, Keyboard.BACKSPACE);
        assertThat(desktop.text()).isEqualTo("aaih\nii");
    }

    @Test
    void keyDamagesLittleMoreThanItsLetter() {
        desktop.onKey(A, true);
        List<Rect> damage = desktop.repaint();
        Rect editor = window(EditorWindow.class).content();
        assertThat(damage).anyMatch(area -> editor.contains(area) && area.area() < 1000);
        assertThat(area(damage)).isLessThan(1024 * 768 / 10);
    }

    @Test
    void caretStaysVisibleInATextLongerThanTheWindow() {
        for (int i = 0; i < 100; i++) {
            tap(A, Keyboard.ENTER);
        }
        desktop.repaint();
        tap(H);
        Rect editor = window(EditorWindow.class).content();
        assertThat(desktop.repaint()).anyMatch(area -> area.intersects(editor));
    }

    @Test
    void textEndsAtItsLimit() {
        for (int i = 0; i < EditorWindow.MAX_CHARS / 4 + 10; i++) {
            desktop.onKey(Keyboard.TAB, true);
        }
        assertThat(desktop.text()).hasSize(EditorWindow.MAX_CHARS);
    }

    @Test
    void keysGoToTheActiveWindowOnly() {
        click(window(PaintWindow.class).content(), Desktop.LEFT_BUTTON);
        tap(A);
        assertThat(desktop.text()).isEmpty();
        click(window(EditorWindow.class).content(), Desktop.LEFT_BUTTON);
        tap(A);
        assertThat(desktop.text()).isEqualTo("a");
    }

    @Test
    void draggingATitleBarMovesTheWindowAndDamagesOldAndNew() {
        Window paint = window(PaintWindow.class);
        Rect before = paint.frame();
        drag(paint, -50, 30);
        assertThat(paint.frame()).isEqualTo(before.translated(-50, 30));
        Rect damage = desktop.repaint().stream().reduce(Rect.EMPTY, Rect::union);
        assertThat(damage.contains(before)).isTrue();
        assertThat(damage.contains(paint.frame())).isTrue();
    }

    @Test
    void draggedWindowStaysInside() {
        Window paint = window(PaintWindow.class);
        drag(paint, -5000, 5000);
        assertThat(paint.frame().left()).isZero();
        assertThat(paint.frame().bottom()).isEqualTo(768 - Panel.HEIGHT_PIXELS);
    }

    @Test
    void windowMovesToAnotherHead() {
        Desktop wide = freshDesktop(HeadRow.ofEqual(400, 300, 2));
        Rect title = wide.windows().get(0).titleBar();
        wide.onPosition(title.left() + 5, title.top() + 5);
        Window grabbed = wide.windows().stream()
                .filter(each -> each.titleBar().equals(title))
                .findFirst()
                .orElseThrow();
        wide.onButton(Desktop.LEFT_BUTTON, true);
        wide.onMotion(420, 0);
        wide.onButton(Desktop.LEFT_BUTTON, false);
        wide.onMotion(-400, 0);
        assertThat(grabbed.frame().left()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void clickRaisesAWindow() {
        Window log = window(LogWindow.class);
        assertThat(log.isActive()).isFalse();
        click(log.titleBar(), Desktop.LEFT_BUTTON);
        assertThat(desktop.windows().get(3)).isSameAs(log);
        assertThat(log.isActive()).isTrue();
        assertThat(area(desktop.repaint())).isLessThan(1024 * 768);
    }

    @Test
    void leftButtonDrawsAndRightButtonClears() {
        Window paint = window(PaintWindow.class);
        Rect canvas = paint.content();
        desktop.onPosition(canvas.left() + 20, canvas.top() + 60);
        desktop.onButton(Desktop.LEFT_BUTTON, true);
        desktop.onMotion(40, 10);
        desktop.onButton(Desktop.LEFT_BUTTON, false);
        desktop.onMotion(0, 60);
        desktop.repaint();
        int paper = pixel(canvas.right() - 1, canvas.bottom() - 1);
        assertThat(pixel(canvas.left() + 40, canvas.top() + 65)).isNotEqualTo(paper);
        assertThat(pixel(canvas.left() + 60, canvas.top() + 100)).isEqualTo(paper);
        desktop.onButton(Desktop.RIGHT_BUTTON, true);
        desktop.onButton(Desktop.RIGHT_BUTTON, false);
        desktop.repaint();
        assertThat(pixel(canvas.left() + 40, canvas.top() + 65)).isEqualTo(paper);
    }

    @Test
    void stoppedAnimationIsQuiet() {
        desktop.onFrame();
        assertThat(desktop.repaint()).isEmpty();
        tap(Keyboard.F5);
        desktop.repaint();
        desktop.onFrame();
        Rect animation = window(AnimationWindow.class).content();
        assertThat(desktop.repaint()).isNotEmpty().allMatch(animation::contains);
        click(desktop.panel().animationButton(), Desktop.LEFT_BUTTON);
        desktop.repaint();
        desktop.onFrame();
        assertThat(desktop.repaint()).isEmpty();
    }

    @Test
    void idleDesktopDamagesOnlyItsClock() {
        for (int i = 0; i < EditorWindow.BLINKS; i++) {
            desktop.onBlink();
        }
        desktop.repaint();
        assertThat(desktop.isBlinking()).isFalse();
        desktop.onBlink();
        desktop.onTime(NOON);
        assertThat(desktop.repaint()).isEmpty();
        desktop.onTime(NOON.plusSeconds(1));
        assertThat(desktop.repaint()).hasSize(1).allMatch(area -> area.area() < 4000);
    }

    @Test
    void coveredWindowDamagesNothing() {
        Window paint = window(PaintWindow.class);
        Window cover = window(AnimationWindow.class);
        paint.damageAll();
        assertThat(desktop.repaint()).containsExactly(paint.content());
        drag(
                cover,
                paint.frame().left() - cover.frame().left(),
                paint.frame().top() - cover.frame().top());
        assertThat(cover.frame()).isEqualTo(paint.frame());
        desktop.repaint();
        paint.damageAll();
        assertThat(desktop.repaint()).isEmpty();
    }

    @Test
    void headsWishLaysOutAnewAndKeepsDraggedWindowsInside() {
        Window log = window(LogWindow.class);
        tap(A);
        drag(log, 500, 100);
        desktop.resize(HeadRow.following(List.of(new Head(0, 0, 500, 400), new Head(9, 9, 100, 100))));
        assertThat(desktop.heads().heads()).containsExactly(new Head(0, 0, 500, 400), new Head(500, 0, 320, 240));
        Rect all = Rect.ofSize(0, 0, 820, 400);
        assertThat(desktop.repaint()).containsExactly(all);
        assertThat(desktop.pixels()).hasSize(820 * 400);
        assertThat(desktop.windows()).allMatch(window -> all.contains(window.frame()));
        assertThat(desktop.text()).isEqualTo("a");
    }

    @Test
    void resetForgetsTextAndPlaces() {
        Rect before = window(LogWindow.class).frame();
        tap(A, Keyboard.F5);
        drag(window(LogWindow.class), 100, -50);
        click(desktop.panel().resetButton(), Desktop.LEFT_BUTTON);
        assertThat(desktop.text()).isEmpty();
        assertThat(desktop.isAnimated()).isFalse();
        assertThat(window(LogWindow.class).frame()).isEqualTo(before);
    }

    @Test
    void cursorTellsWhatIsBelowIt() {
        desktop.onPosition(0, 0);
        assertThat(desktop.cursor()).isSameAs(CursorShapes.ARROW);
        pointAt(window(EditorWindow.class).content());
        assertThat(desktop.cursor()).isSameAs(CursorShapes.TEXT);
        pointAt(window(EditorWindow.class).titleBar());
        assertThat(desktop.cursor()).isSameAs(CursorShapes.MOVE);
        pointAt(window(PaintWindow.class).content());
        assertThat(desktop.cursor()).isSameAs(CursorShapes.CROSS_HAIR);
        pointAt(desktop.panel().area());
        assertThat(desktop.cursor()).isSameAs(CursorShapes.ARROW);
    }

    @Test
    void cursorShapesHaveIdsOfTheirOwn() {
        Set<Long> ids = new HashSet<>();
        for (var shape : List.of(CursorShapes.ARROW, CursorShapes.TEXT, CursorShapes.MOVE, CursorShapes.CROSS_HAIR)) {
            assertThat(ids.add(shape.unique())).isTrue();
        }
        assertThat(ids).doesNotContain(0L);
    }

    @Test
    void motionStopsAtTheEdges() {
        desktop.onMotion(Integer.MAX_VALUE - 2000, -5000);
        assertThat(desktop.pointer().x()).isEqualTo(1023);
        assertThat(desktop.pointer().y()).isZero();
    }

    @Test
    void damageIsAllThatChanges() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            Desktop driven = freshDesktop(HeadRow.ofEqual(400, 300, 1 + random.nextInt(2)));
            driven.damageAll();
            int[] client = new int[0];
            for (int step = 0; step < 250; step++) {
                for (int burst = random.nextInt(4); burst >= 0; burst--) {
                    disturb(driven, random);
                }
                client = viewed(client, driven);
                driven.damageAll();
                driven.repaint();
                assertThat(Arrays.mismatch(client, driven.pixels()))
                        .as("first pixel that changed without damage, seed %d step %d", seed, step)
                        .isEqualTo(-1);
            }
        }
    }

    /** Something of all that can happen to a desktop. */
    static void disturb(Desktop driven, Random random) {
        int width = driven.heads().width();
        int height = driven.heads().height();
        switch (random.nextInt(9)) {
            case 0, 1 -> driven.onKey(2 + random.nextInt(0x38), true);
            case 2 ->
                driven.onKey(
                        List.of(Keyboard.ENTER, Keyboard.UP, Keyboard.LEFT, Keyboard.BACKSPACE, Keyboard.F5, SHIFT)
                                .get(random.nextInt(6)),
                        random.nextInt(4) > 0);
            case 3, 4 -> driven.onPosition(random.nextInt(width), random.nextInt(height));
            case 5 -> driven.onButton(1 + random.nextInt(5), random.nextBoolean());
            case 6 -> {
                driven.onTime(NOON.plusSeconds(random.nextInt(500)));
                driven.onBlink();
            }
            case 7 -> driven.onFrame();
            default -> {
                if (random.nextInt(8) == 0) {
                    Head head = new Head(0, 0, 300 + random.nextInt(300), 200 + random.nextInt(200));
                    driven.resize(HeadRow.following(random.nextBoolean() ? List.of(head) : List.of(head, head)));
                } else {
                    grabTitle(driven, driven.windows().get(random.nextInt(4)));
                    driven.onMotion(random.nextInt(200) - 100, random.nextInt(200) - 100);
                }
            }
        }
    }

    /** What a client sees that has {@code before} and gets the damaged pixels. */
    private static int[] viewed(int[] before, Desktop driven) {
        int width = driven.heads().width();
        List<Rect> damage = driven.repaint();
        int[] after = before.length == driven.pixels().length ? before : new int[driven.pixels().length];
        for (Rect area : damage) {
            for (int y = area.top(); y < area.bottom(); y++) {
                int from = y * width + area.left();
                System.arraycopy(driven.pixels(), from, after, from, area.width());
            }
        }
        return after;
    }

    private static Desktop freshDesktop(HeadRow heads) {
        Desktop fresh = new Desktop(heads, NOON);
        fresh.repaint();
        return fresh;
    }

    private void tap(int... scancodes) {
        for (int scancode : scancodes) {
            desktop.onKey(scancode, true);
            desktop.onKey(scancode, false);
        }
    }

    private void pointAt(Rect area) {
        desktop.onPosition((area.left() + area.right()) / 2, (area.top() + area.bottom()) / 2);
    }

    private void click(Rect area, int button) {
        pointAt(area);
        desktop.onButton(button, true);
        desktop.onButton(button, false);
    }

    private void drag(Window window, int dx, int dy) {
        grabTitle(desktop, window);
        desktop.onMotion(dx, dy);
        desktop.onButton(Desktop.LEFT_BUTTON, false);
    }

    private static void grabTitle(Desktop driven, Window window) {
        Rect title = window.titleBar();
        driven.onPosition((title.left() + title.right()) / 2, (title.top() + title.bottom()) / 2);
        driven.onButton(Desktop.LEFT_BUTTON, true);
    }

    private <T extends Window> T window(Class<T> type) {
        return desktop.windows().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private int pixel(int x, int y) {
        return desktop.pixels()[y * desktop.heads().width() + x];
    }

    private static long area(List<Rect> damage) {
        return damage.stream().mapToLong(Rect::area).sum();
    }
}
