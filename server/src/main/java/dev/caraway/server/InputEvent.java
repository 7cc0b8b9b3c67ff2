package dev.caraway.server;

import dev.caraway.server.guest.GuestInputs;

/** Something that a user could do at the guest's keyboard or pointer; see {@link SpiceServer#sendInput}. */
public sealed interface InputEvent {

    /** The value of {@link Place} at the right or lower edge of the display. */
    int PLACE_MAX = 0x7fff;

    /** A direction in which a pointer moves. */
    enum Axis {
        X,
        Y
    }

    /** A key goes down or up; the scan codes are those of {@link GuestInputs#onKey}. */
    record Key(int scancode, boolean down) implements InputEvent {

        public Key {
            if ((scancode & ~0x17f) != 0 || (scancode & 0x7f) == 0) {
                throw new IllegalArgumentException("scan code " + scancode + ": expected 1 to 127, or 256 more");
            }
        }
    }

    /** A button goes down or up, 1 to 7 as {@link GuestInputs#onButton} counts them. */
    record Button(int button, boolean down) implements InputEvent {

        public Button {
            if (button < 1 || button > 7) {
                throw new IllegalArgumentException("button " + button + ": expected 1 to 7");
            }
        }
    }

    /** The pointer moves by so many pixels. */
    record Move(Axis axis, int pixels) implements InputEvent {}

    /** The pointer jumps to a place on the display: 0 is its left or upper edge, {@link #PLACE_MAX} the other. */
    record Place(Axis axis, int value) implements InputEvent {}
}
