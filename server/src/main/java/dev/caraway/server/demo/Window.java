package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.demo.Keyboard.Keystroke;
import dev.caraway.server.guest.CursorShape;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.io.IOException;

/**
 * A window of the desktop: a frame with a title bar around a content, which a subclass paints and animates.
 *
 * <p>A subclass sees coordinates of its content only and reports what changed with {@link #damage}.
 */
abstract class Window {

    static final int TITLE_HEIGHT_PIXELS = 24;
    static final int EDGE_PIXELS = 1;

    private final String title;
    private final DirtyRegion dirty = new DirtyRegion();
    private Rect frame = Rect.EMPTY;
    private boolean active;

    Window(String title) {
        this.title = title;
    }

    /** Paints the content with its top left corner at 0, 0; the clip may be smaller than the content. */
    abstract void paintContent(Graphics2D pen);

    /** The content is as it was at the start; the size stays. */
    abstract void reset();

    /** Writes what the content is made of, but for its size. */
    abstract void save(StateWriter out) throws IOException;

    /**
     * Reads what {@link #save} has written at another host; the size is the one from there already.
     *
     * @throws IOException if that is no such content; this window is worth nothing then
     */
    abstract void load(StateReader in) throws IOException;

    /** The content has another size, in pixels. */
    void onResize(int width, int height) {}

    void onKey(Keystroke key) {}

    /** A button went down inside the content. */
    void onPress(int button, int x, int y) {}

    /** The pointer moved while {@code button}, pressed inside the content, is held; it may be outside. */
    void onDrag(int button, int x, int y) {}

    /** The pointer's picture over the content. */
    CursorShape cursor() {
        return CursorShapes.ARROW;
    }

    final void damage(Rect area) {
        dirty.add(
                area.intersection(Rect.ofSize(0, 0, content().width(), content().height())));
    }

    final void damageAll() {
        damage(Rect.ofSize(0, 0, content().width(), content().height()));
    }

    /** What changed in the content since the last call, in the content's coordinates. */
    final DirtyRegion dirty() {
        return dirty;
    }

    final String title() {
        return title;
    }

    final boolean isActive() {
        return active;
    }

    void activate(boolean on) {
        active = on;
    }

    final Rect frame() {
        return frame;
    }

    final Rect titleBar() {
        return Rect.ofSize(frame.left(), frame.top(), frame.width(), TITLE_HEIGHT_PIXELS);
    }

    final Rect content() {
        return new Rect(
                frame.left() + EDGE_PIXELS,
                frame.top() + TITLE_HEIGHT_PIXELS,
                Math.max(frame.left() + EDGE_PIXELS, frame.right() - EDGE_PIXELS),
                Math.max(frame.top() + TITLE_HEIGHT_PIXELS, frame.bottom() - EDGE_PIXELS));
    }

    final void place(Rect newFrame) {
        boolean resized = newFrame.width() != frame.width() || newFrame.height() != frame.height();
        frame = newFrame;
        if (resized) {
            onResize(content().width(), content().height());
        }
    }

    final void paint(Graphics2D pen) {
        pen.setColor(Theme.EDGE);
        pen.fillRect(frame.left(), frame.top(), frame.width(), frame.height());
        paintTitle(pen);
        Rect content = content();
        Graphics2D inner = (Graphics2D) pen.create(content.left(), content.top(), content.width(), content.height());
        try {
            paintContent(inner);
        } finally {
            inner.dispose();
        }
    }

    private void paintTitle(Graphics2D pen) {
        pen.setColor(active ? Theme.ACTIVE : Theme.INACTIVE);
        pen.fillRect(
                frame.left() + EDGE_PIXELS,
                frame.top() + EDGE_PIXELS,
                frame.width() - 2 * EDGE_PIXELS,
                TITLE_HEIGHT_PIXELS - 2 * EDGE_PIXELS);
        pen.setColor(active ? Theme.ACTIVE_TEXT : Theme.INACTIVE_TEXT);
        pen.setFont(Theme.TITLE);
        FontMetrics metrics = pen.getFontMetrics();
        int baseline = (TITLE_HEIGHT_PIXELS - metrics.getHeight()) / 2 + metrics.getAscent();
        pen.drawString(title, frame.left() + 9, frame.top() + baseline);
    }
}
