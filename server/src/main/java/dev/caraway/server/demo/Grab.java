package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestDisplay;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pointer holds: a title bar, or the content of a window, until {@code button} goes up.
 *
 * @param offsetX from the frame's left edge to where a title bar was taken
 * @param offsetY from the frame's upper edge
 */
record Grab(Window window, int button, boolean byTitle, int offsetX, int offsetY) {

    private static final int MAX_BUTTON = 7;

    /** Writes a grab of one of these windows, or that there is none. */
    static void save(@Nullable Grab grab, List<Window> windows, StateWriter out) throws IOException {
        out.flag(grab != null);
        if (grab != null) {
            out.number(windows.indexOf(grab.window));
            out.number(grab.button);
            out.flag(grab.byTitle);
            out.number(grab.offsetX);
            out.number(grab.offsetY);
        }
    }

    static @Nullable Grab load(List<Window> windows, StateReader in) throws IOException {
        if (!in.flag("grab")) {
            return null;
        }
        return new Grab(
                windows.get(in.number("grabbed window", 0, windows.size() - 1)),
                in.number("button", 1, MAX_BUTTON),
                in.flag("grab by title"),
                in.number("grab x", 0, GuestDisplay.MAX_SIDE_PIXELS),
                in.number("grab y", 0, GuestDisplay.MAX_SIDE_PIXELS));
    }
}
