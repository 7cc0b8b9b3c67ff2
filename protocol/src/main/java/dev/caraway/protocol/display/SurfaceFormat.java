package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pixels of a surface; the codes of {@code SPICE_SURFACE_FMT_*}. */
public enum SurfaceFormat {
    /** Alpha, a bit a pixel. */
    ONE_BIT_ALPHA(1, 1),
    /** Alpha, a byte a pixel. */
    EIGHT_BIT_ALPHA(8, 8),
    RGB_555(16, 16),
    /** Blue, green, red, and a byte that means nothing. */
    XRGB_32(32, 32),
    RGB_565(80, 16),
    /** Blue, green, red, alpha. */
    ARGB_32(96, 32);

    private static final Map<Integer, SurfaceFormat> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SurfaceFormat::code, Function.identity()));

    private final int code;
    private final int bitsPerPixel;

    SurfaceFormat(int code, int bitsPerPixel) {
        this.code = code;
        this.bitsPerPixel = bitsPerPixel;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    public int bitsPerPixel() {
        return bitsPerPixel;
    }

    /** The bytes of one pixel; {@link #ONE_BIT_ALPHA}, which has eight in one byte, counts as 1. */
    public int bytesPerPixel() {
        return (bitsPerPixel + 7) / 8;
    }

    /** The surface format with this number, if there is one. */
    public static Optional<SurfaceFormat> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static SurfaceFormat decode(SpiceReader in, String field) {
        long code = in.u32(field);
        return ofCode((int) Math.min(code, Integer.MAX_VALUE))
                .orElseThrow(() -> in.violation(field, "expected a known surface format, got " + code));
    }
}
