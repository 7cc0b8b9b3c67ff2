package dev.caraway.server.control;

import java.util.Arrays;

/** Text that must not be seen: it hides itself in logs and can be wiped from memory. */
final class Secret {

    private final char[] text;

    /** Takes {@code text} over. */
    Secret(char[] text) {
        this.text = text;
    }

    /** The text itself; whoever asks must not keep it. */
    char[] reveal() {
        return text;
    }

    /** Overwrites the text. */
    void wipe() {
        Arrays.fill(text, '\0');
    }

    @Override
    public String toString() {
        return "***";
    }
}
