package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.Head;

/** Where windows are at first and how far they may go. */
final class WindowLayout {

    static final int MAX_WIDTH_PIXELS = 720;
    static final int MAX_HEIGHT_PIXELS = 480;
    private static final int MIN_MARGIN_PIXELS = 8;
    private static final int MARGINS_IN_A_HEAD = 32;

    private WindowLayout() {}

    /** The place of the window {@code index}: four quarters of a head, dealt to the heads in turn. */
    static Rect place(HeadRow row, int index) {
        Head head = row.heads().get(index % row.heads().size());
        int margin = Math.max(MIN_MARGIN_PIXELS, head.width() / MARGINS_IN_A_HEAD);
        int width = (head.width() - 3 * margin) / 2;
        int height = (head.height() - Panel.HEIGHT_PIXELS - 3 * margin) / 2;
        return Rect.ofSize(
                head.x() + margin + (index % 2) * (width + margin),
                head.y() + margin + (index / 2) * (height + margin),
                Math.min(width, MAX_WIDTH_PIXELS),
                Math.min(height, MAX_HEIGHT_PIXELS));
    }

    /** The nearest place where all of a frame is on the desktop and above the panel; it shrinks if it must. */
    static Rect inside(HeadRow row, Rect frame) {
        int bottom = row.height() - Panel.HEIGHT_PIXELS;
        int width = Math.min(frame.width(), row.width());
        int height = Math.min(frame.height(), bottom);
        return Rect.ofSize(
                Math.max(0, Math.min(frame.left(), row.width() - width)),
                Math.max(0, Math.min(frame.top(), bottom - height)),
                width,
                height);
    }
}
