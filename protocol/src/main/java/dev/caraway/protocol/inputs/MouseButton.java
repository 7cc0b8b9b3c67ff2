package dev.caraway.protocol.inputs;

import java.util.Optional;

/** The buttons of a mouse; {@code UP} and {@code DOWN} are the wheel. */
public enum MouseButton {
    LEFT(1),
    MIDDLE(2),
    RIGHT(3),
    UP(4),
    DOWN(5),
    SIDE(6),
    EXTRA(7);

    private final int code;

    MouseButton(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The bit in a state of buttons, from 1 for the left one to 64. */
    public int mask() {
        return 1 << (code - 1);
    }

    /** The one with this code, if there is one. */
    public static Optional<MouseButton> ofCode(int code) {
        for (MouseButton candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
