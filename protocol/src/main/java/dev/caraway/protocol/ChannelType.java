package dev.caraway.protocol;

import java.util.Optional;

/** What a channel is for; the codes of {@code SPICE_CHANNEL_*}. */
public enum ChannelType {
    MAIN(1),
    DISPLAY(2),
    INPUTS(3),
    CURSOR(4),
    PLAYBACK(5),
    RECORD(6),
    SMARTCARD(8),
    USBREDIR(9),
    PORT(10),
    WEBDAV(11);

    private static final ChannelType[] BY_CODE = new ChannelType[12];

    static {
        for (ChannelType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    ChannelType(int code) {
        this.code = code;
    }

    /** The number on the wire, 1 to 11; 7 was given up. */
    public int code() {
        return code;
    }

    /** The type with this number, if there is one. */
    public static Optional<ChannelType> ofCode(int code) {
        return code < 0 || code >= BY_CODE.length ? Optional.empty() : Optional.ofNullable(BY_CODE[code]);
    }
}
