package dev.caraway.server.guest;

import java.util.List;

/**
 * The server's side of one of a guest's displays, for both producers. Callable from any thread; calls of one thread take
 * effect in their order.
 */
public interface GuestDisplay {

    /** The largest number of heads, of one display or of several with one each. */
    int MAX_HEADS = 4;

    /** The largest width and height of a display, in pixels. */
    int MAX_SIDE_PIXELS = 16384;

    /**
     * How the primary surface is divided into monitors, from now on: heads come and go while clients are connected, and
     * clients open and close windows for them. Without this call, and again after the surface was made anew or resized,
     * there is one head of the surface's size. To resize and divide in one step, hand the heads over with the size.
     *
     * <p>A head is known by its place in the list. Clients whose guest follows wishes ({@link Guest#followsHeadsWish}) may
     * ask for as many as are allowed, whatever their number is now.
     *
     * @throws IllegalArgumentException if there are not 1 to {@link #MAX_HEADS}; for one of several displays, if there is
     *     not one
     */
    void heads(List<Head> heads);

    /** Shows {@code shape} at the cursor's place. */
    void cursor(CursorShape shape);

    /** Moves the cursor's hot spot to this pixel of the primary surface. */
    void moveCursor(int x, int y);

    void hideCursor();
}
