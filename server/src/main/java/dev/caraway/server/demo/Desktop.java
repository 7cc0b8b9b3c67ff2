package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.demo.Keyboard.Keystroke;
import dev.caraway.server.demo.Keyboard.Locks;
import dev.caraway.server.guest.CursorShape;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small desktop: windows over a backdrop, a panel, a pointer and a keyboard. Input and time go in, damage comes out.
 *
 * <p>It has no thread and no clock. Events change the windows only; {@link #repaint} then paints what changed and says
 * where, so that a burst of events is painted once.
 */
final class Desktop {

    static final int LEFT_BUTTON = 1;
    static final int RIGHT_BUTTON = 3;
    private static final int WHEEL_UP = 4;
    private static final int WHEEL_DOWN = 5;
    private static final long LAST_NANO = LocalTime.MAX.toNanoOfDay();

    private final EditorWindow editor = new EditorWindow();
    private final PaintWindow paint = new PaintWindow();
    private final LogWindow log = new LogWindow();
    private final AnimationWindow animation = new AnimationWindow();
    private final List<Window> windows = List.of(editor, paint, log, animation);
    // From back to front; the front one is the active one.
    private final List<Window> stack = new ArrayList<>(windows);
    private final Set<Window> moved = new HashSet<>();
    private final Panel panel = new Panel();
    private final Keyboard keyboard = new Keyboard();
    private final DirtyRegion dirty = new DirtyRegion();

    private HeadRow row;
    private Backdrop backdrop;
    private BufferedImage image;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private LocalTime time;
    private Point pointer;
    private @Nullable Grab grab;

    Desktop(HeadRow row, LocalTime time) {
        this.row = row;
        this.time = time;
        backdrop = new Backdrop(row);
        image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
        pointer = new Point(row.first().width() / 2, row.first().height() / 2);
        panel.showTime(time);
        resize(row);
        activate(editor);
        log.append(line("desktop " + row.width() + "x" + row.height()));
    }

    /**
     * Writes all that the next pictures depend on, but for fonts, which stay where they are: with other ones the same text
     * looks otherwise.
     */
    void save(StateWriter out) throws IOException {
        row.save(out);
        out.longNumber(time.toNanoOfDay());
        out.number(pointer.x());
        out.number(pointer.y());
        keyboard.save(out);
        for (Window window : stack) {
            out.number(windows.indexOf(window));
        }
        for (Window window : windows) {
            Rect frame = window.frame();
            out.number(frame.left());
            out.number(frame.top());
            out.number(frame.width());
            out.number(frame.height());
            out.flag(moved.contains(window));
            window.save(out);
        }
        Grab.save(grab, windows, out);
    }

    /**
     * A desktop as another one has written itself.
     *
     * @throws IOException if it is not that
     */
    static Desktop load(StateReader in) throws IOException {
        HeadRow row = HeadRow.load(in);
        Desktop desktop = new Desktop(row, LocalTime.ofNanoOfDay(in.longNumber("time", 0, LAST_NANO)));
        desktop.pointer =
                new Point(in.number("pointer x", 0, row.width() - 1), in.number("pointer y", 0, row.height() - 1));
        desktop.keyboard.load(in);
        desktop.loadStack(in);
        for (Window window : desktop.windows) {
            desktop.loadPlace(window, in);
            window.load(in);
        }
        desktop.grab = Grab.load(desktop.windows, in);
        desktop.panel.showLocks(desktop.keyboard.locks());
        desktop.panel.showAnimation(desktop.animation.isAnimated());
        desktop.damageAll();
        return desktop;
    }

    private void loadStack(StateReader in) throws IOException {
        stack.clear();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(in.number("window", 0, windows.size() - 1));
            if (stack.contains(window)) {
                throw new IOException("window " + window.title() + ": expected once, got twice");
            }
            stack.add(window);
        }
        windows.forEach(each -> each.activate(each == front()));
    }

    private void loadPlace(Window window, StateReader in) throws IOException {
        int left = in.number("window left", 0, row.width() - 1);
        int top = in.number("window top", 0, row.height() - 1);
        int width = in.number("window width", 1, WindowLayout.MAX_WIDTH_PIXELS);
        int height = in.number("window height", 1, WindowLayout.MAX_HEIGHT_PIXELS);
        Rect frame = Rect.ofSize(left, top, width, height);
        if (!WindowLayout.inside(row, frame).equals(frame)) {
            throw new IOException("window " + window.title() + ": expected inside the desktop, got " + frame);
        }
        window.place(frame);
        if (in.flag("window moved")) {
            moved.add(window);
        }
    }

    /** Lays the desktop out anew: windows that were dragged stay where they are, if they can. */
    void resize(HeadRow newRow) {
        if (!newRow.equals(row)) {
            row = newRow;
            backdrop = new Backdrop(row);
            image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
        }
        panel.place(Rect.ofSize(
                0, row.first().height() - Panel.HEIGHT_PIXELS, row.first().width(), Panel.HEIGHT_PIXELS));
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            Rect wish = moved.contains(window) ? window.frame() : WindowLayout.place(row, i);
            window.place(WindowLayout.inside(row, wish));
        }
        grab = null;
        onPosition(pointer.x(), pointer.y());
        dirty.clear();
        damageAll();
    }

    HeadRow heads() {
        return row;
    }

    /** What its clock shows. */
    LocalTime time() {
        return time;
    }

    /** The editor's text; lines end with a line feed. */
    String text() {
        return editor.text();
    }

    /** The windows from back to front. */
    List<Window> windows() {
        return List.copyOf(stack);
    }

    Panel panel() {
        return panel;
    }

    Locks locks() {
        return keyboard.locks();
    }

    Point pointer() {
        return pointer;
    }

    CursorShape cursor() {
        Grab held = grab;
        if (held != null) {
            return held.byTitle() ? CursorShapes.MOVE : held.window().cursor();
        }
        Window window = windowAt(pointer.x(), pointer.y());
        if (window == null) {
            return CursorShapes.ARROW;
        }
        if (window.titleBar().contains(pixel(pointer.x(), pointer.y()))) {
            return CursorShapes.MOVE;
        }
        return window.content().contains(pixel(pointer.x(), pointer.y())) ? window.cursor() : CursorShapes.ARROW;
    }

    void onKey(int scancode, boolean down) {
        log.append(line(String.format(Locale.ROOT, "key %03x %s", scancode, down ? "down" : "up")));
        if (!down) {
            keyboard.release(scancode);
            return;
        }
        Keystroke key = keyboard.press(scancode);
        dirty.add(panel.showLocks(keyboard.locks()));
        if (key.code() == Keyboard.F5) {
            animate(!animation.isAnimated());
        } else {
            front().onKey(key);
        }
    }

    void onMotion(int dx, int dy) {
        onPosition(pointer.x() + dx, pointer.y() + dy);
    }

    void onPosition(int x, int y) {
        pointer = new Point(Math.max(0, Math.min(x, row.width() - 1)), Math.max(0, Math.min(y, row.height() - 1)));
        Grab held = grab;
        if (held != null) {
            Window window = held.window();
            if (held.byTitle()) {
                move(window, pointer.x() - held.offsetX(), pointer.y() - held.offsetY());
            } else {
                Rect content = window.content();
                window.onDrag(held.button(), pointer.x() - content.left(), pointer.y() - content.top());
            }
        }
    }

    void onButton(int button, boolean down) {
        if (down) {
            log.append(line(
                    button == WHEEL_UP
                            ? "wheel up"
                            : button == WHEEL_DOWN
                                    ? "wheel down"
                                    : "button " + button + " at " + pointer.x() + "," + pointer.y()));
        }
        Grab held = grab;
        if (held != null) {
            grab = !down && button == held.button() ? null : held;
        } else if (down && button != WHEEL_UP && button != WHEEL_DOWN) {
            press(button);
        }
    }

    /** A key goes up while the machine stands still: nothing is seen of it, but it is up when the machine goes on. */
    void onStillKeyUp(int scancode) {
        keyboard.release(scancode);
    }

    /** A button goes up while the machine stands still. */
    void onStillButtonUp(int button) {
        if (grab != null && grab.button() == button) {
            grab = null;
        }
    }

    void onTime(LocalTime now) {
        if (now.getMinute() != time.getMinute()) {
            log.append(now.withNano(0) + " a minute passed");
        }
        time = now;
        dirty.add(panel.showTime(now));
    }

    boolean isBlinking() {
        return editor.isBlinking();
    }

    void onBlink() {
        editor.onBlink();
    }

    boolean isAnimated() {
        return animation.isAnimated();
    }

    void onFrame() {
        animation.onFrame();
    }

    void damageAll() {
        dirty.add(Rect.ofSize(0, 0, row.width(), row.height()));
    }

    /** Paints what changed since the last call and returns it; all of it is inside the desktop. */
    List<Rect> repaint() {
        for (Window window : stack) {
            Rect content = window.content();
            for (Rect area : window.dirty().take()) {
                Rect seen = area.translated(content.left(), content.top()).intersection(content);
                if (!isCovered(window, seen)) {
                    dirty.add(seen);
                }
            }
        }
        Rect all = Rect.ofSize(0, 0, row.width(), row.height());
        List<Rect> painted = new ArrayList<>();
        for (Rect area : dirty.take()) {
            Rect inside = area.intersection(all);
            if (!inside.isEmpty()) {
                paint(inside);
                painted.add(inside);
            }
        }
        return painted;
    }

    /** The picture as of the last {@link #repaint}: 0x00RRGGBB, rows from top to bottom without gaps. */
    int[] pixels() {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    BufferedImage image() {
        return image;
    }

    private void paint(Rect area) {
        Graphics2D pen = Theme.pen(image);
        pen.setClip(area.left(), area.top(), area.width(), area.height());
        backdrop.paint(pen);
        for (Window window : stack) {
            if (window.frame().intersects(area)) {
                window.paint(pen);
            }
        }
        if (panel.area().intersects(area)) {
            panel.paint(pen);
        }
        pen.dispose();
    }

    private boolean isCovered(Window window, Rect area) {
        for (int i = stack.indexOf(window) + 1; i < stack.size(); i++) {
            if (stack.get(i).frame().contains(area)) {
                return true;
            }
        }
        return false;
    }

    private void press(int button) {
        Rect pixel = pixel(pointer.x(), pointer.y());
        if (panel.area().contains(pixel)) {
            pressPanel(button, pixel);
            return;
        }
        Window window = windowAt(pointer.x(), pointer.y());
        if (window == null) {
            return;
        }
        activate(window);
        Rect frame = window.frame();
        Rect content = window.content();
        if (content.contains(pixel)) {
            grab = new Grab(window, button, false, 0, 0);
            window.onPress(button, pointer.x() - content.left(), pointer.y() - content.top());
        } else if (button == LEFT_BUTTON && window.titleBar().contains(pixel)) {
            grab = new Grab(window, button, true, pointer.x() - frame.left(), pointer.y() - frame.top());
        }
    }

    private void pressPanel(int button, Rect pixel) {
        if (button == LEFT_BUTTON && panel.animationButton().contains(pixel)) {
            animate(!animation.isAnimated());
        } else if (button == LEFT_BUTTON && panel.resetButton().contains(pixel)) {
            reset();
        }
    }

    private void animate(boolean on) {
        animation.animate(on);
        dirty.add(panel.showAnimation(on));
        log.append(line("animation " + (on ? "started" : "stopped")));
    }

    private void reset() {
        windows.forEach(Window::reset);
        dirty.add(panel.showAnimation(false));
        moved.clear();
        stack.clear();
        stack.addAll(windows);
        resize(row);
        activate(editor);
        log.append(line("reset"));
    }

    private void activate(Window window) {
        Window before = front();
        if (window == before && window.isActive()) {
            return;
        }
        windows.forEach(each -> each.activate(each == window));
        stack.remove(window);
        stack.add(window);
        dirty.add(before.titleBar());
        dirty.add(window.frame());
    }

    private void move(Window window, int x, int y) {
        Rect before = window.frame();
        Rect after = WindowLayout.inside(row, Rect.ofSize(x, y, before.width(), before.height()));
        if (!after.equals(before)) {
            window.place(after);
            moved.add(window);
            dirty.add(before);
            dirty.add(after);
        }
    }

    private Window front() {
        return stack.get(stack.size() - 1);
    }

    private @Nullable Window windowAt(int x, int y) {
        if (panel.area().contains(pixel(x, y))) {
            return null;
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (stack.get(i).frame().contains(pixel(x, y))) {
                return stack.get(i);
            }
        }
        return null;
    }

    private String line(String event) {
        return CLOCK.format(time) + " " + event;
    }

    private static Rect pixel(int x, int y) {
        return Rect.ofSize(x, y, 1, 1);
    }
}
