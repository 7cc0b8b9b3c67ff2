package dev.caraway.server.guest;

/** The guest's keyboard and pointer. */
public interface GuestInputs {

    /** For a guest that only shows something. */
    GuestInputs IGNORED = new GuestInputs() {};

    /** Called once, before the first client can connect; {@code port} is what the guest tells about its devices. */
    default void attach(InputsPort port) {}

    /**
     * A key went down or up. A short tap comes as both at once: a machine that looks at its keys now and then keeps one down
     * until it has.
     *
     * @param scancode PC set 1: 1 to 127, and 0x100 more for a key that has the prefix E0 (the left arrow is 0x14b)
     */
    default void onKey(int scancode, boolean down) {}

    /**
     * The pointer moved by {@code dx}, {@code dy} pixels (mouse mode server).
     *
     * @param buttons the buttons held, see {@link #onButton}: bit 0 is button 1
     */
    default void onMotion(int dx, int dy, int buttons) {}

    /** The pointer is at this pixel of the primary surface (mouse mode client). */
    default void onPosition(int x, int y, int buttons) {}

    /**
     * The same for a guest with several displays; for the first one it is {@link #onPosition(int, int, int)} if nobody
     * says otherwise.
     *
     * @param display the place in {@link Guest#displays}
     */
    default void onPosition(int display, int x, int y, int buttons) {
        if (display == 0) {
            onPosition(x, y, buttons);
        }
    }

    /** A button went down or up: 1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down, 6 side, 7 extra. */
    default void onButton(int button, boolean down) {}
}
