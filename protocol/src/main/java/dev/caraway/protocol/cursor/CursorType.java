package dev.caraway.protocol.cursor;

import java.util.Optional;

/** How the pixels of a cursor are stored. */
public enum CursorType {
    ALPHA(0),
    MONO(1),
    COLOR4(2),
    COLOR8(3),
    COLOR16(4),
    COLOR24(5),
    COLOR32(6);

    private final int code;

    CursorType(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The one with this code, if there is one. */
    public static Optional<CursorType> ofCode(long code) {
        for (CursorType candidate : values()) {
            if (candidate.code == code) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
