package dev.caraway.protocol.main;

import java.util.Optional;

/** Who moves the cursor: the server by relative motion, or the client by positions. */
public enum MouseModeFlag {
    SERVER(1),
    CLIENT(2);

    private final int mask;

    MouseModeFlag(int mask) {
        this.mask = mask;
    }

    /** The bit on the wire. */
    public int mask() {
        return mask;
    }

    /** The one with this mask, if there is one. */
    public static Optional<MouseModeFlag> ofMask(long mask) {
        for (MouseModeFlag candidate : values()) {
            if (candidate.mask == mask) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
