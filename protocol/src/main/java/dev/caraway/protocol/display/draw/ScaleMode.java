package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How pixels are found when source and destination differ in size; {@code SPICE_IMAGE_SCALE_MODE_*}. */
public enum ScaleMode {
    INTERPOLATE(0),
    NEAREST(1);

    private static final Map<Integer, ScaleMode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ScaleMode::code, Function.identity()));

    private final int code;

    ScaleMode(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The scale mode with this number, if there is one. */
    public static Optional<ScaleMode> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static ScaleMode decode(SpiceReader in, String field) {
        int code = in.u8(field);
        return ofCode(code).orElseThrow(() -> in.violation(field, "expected a known scale mode, got " + code));
    }
}
