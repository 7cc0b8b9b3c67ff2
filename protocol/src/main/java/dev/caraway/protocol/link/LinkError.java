package dev.caraway.protocol.link;

import java.util.Optional;

/** Why a link is refused, or that it is not; the codes of {@code SPICE_LINK_ERR_*}. */
public enum LinkError {
    OK(0),
    ERROR(1),
    INVALID_MAGIC(2),
    INVALID_DATA(3),
    VERSION_MISMATCH(4),
    NEED_SECURED(5),
    NEED_UNSECURED(6),
    PERMISSION_DENIED(7),
    BAD_CONNECTION_ID(8),
    CHANNEL_NOT_AVAILABLE(9);

    private final int code;

    LinkError(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The one with this code, if there is one. */
    public static Optional<LinkError> ofCode(long code) {
        for (LinkError candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
