package dev.caraway.protocol.base;

import java.util.Optional;

/** How serious a notice is. */
public enum NotifySeverity {
    INFO(0),
    WARN(1),
    ERROR(2);

    private final int code;

    NotifySeverity(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The one with this code, if there is one. */
    public static Optional<NotifySeverity> ofCode(long code) {
        for (NotifySeverity candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
