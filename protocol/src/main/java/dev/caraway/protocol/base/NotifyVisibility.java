package dev.caraway.protocol.base;

import java.util.Optional;

/** How prominently the client shows a notice. */
public enum NotifyVisibility {
    LOW(0),
    MEDIUM(1),
    HIGH(2);

    private final int code;

    NotifyVisibility(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The one with this code, if there is one. */
    public static Optional<NotifyVisibility> ofCode(long code) {
        for (NotifyVisibility candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
