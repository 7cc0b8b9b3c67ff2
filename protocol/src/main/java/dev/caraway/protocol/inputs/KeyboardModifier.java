package dev.caraway.protocol.inputs;

/** The lock keys. */
public enum KeyboardModifier {
    SCROLL_LOCK(1),
    NUM_LOCK(2),
    CAPS_LOCK(4);

    private final int mask;

    KeyboardModifier(int mask) {
        this.mask = mask;
    }

    /** The bit on the wire. */
    public int mask() {
        return mask;
    }
}
