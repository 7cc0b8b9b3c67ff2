package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a raw bitmap lays out its pixels; the codes of {@code SPICE_BITMAP_FMT_*}. */
public enum BitmapFormat {
    /** A palette index a bit, the first pixel in the lowest bit. */
    ONE_BIT_LE(1, 1),
    /** A palette index a bit, the first pixel in the highest bit. */
    ONE_BIT_BE(2, 1),
    /** Two palette indices a byte, the first in the low half. */
    FOUR_BIT_LE(3, 4),
    /** Two palette indices a byte, the first in the high half. */
    FOUR_BIT_BE(4, 4),
    /** A palette index a byte. */
    EIGHT_BIT(5, 8),
    /** 0RRRRRGG GGGBBBBB as a little-endian number. */
    SIXTEEN_BIT(6, 16),
    /** Blue, green, red. */
    TWENTY_FOUR_BIT(7, 24),
    /** Blue, green, red, and a byte that means nothing. */
    THIRTY_TWO_BIT(8, 32),
    /** Blue, green, red, alpha, with the colours multiplied by alpha. */
    RGBA(9, 32),
    /** Alpha alone. */
    EIGHT_BIT_ALPHA(10, 8);

    private static final Map<Integer, BitmapFormat> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BitmapFormat::code, Function.identity()));

    private final int code;
    private final int bitsPerPixel;

    BitmapFormat(int code, int bitsPerPixel) {
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

    /** The bytes that a row of {@code width} pixels takes at least. */
    public long rowBytes(int width) {
        return ((long) width * bitsPerPixel + 7) / 8;
    }

    /** The bitmap format with this number, if there is one. */
    public static Optional<BitmapFormat> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static BitmapFormat decode(SpiceReader in, String field) {
        int code = in.u8(field);
        return ofCode(code).orElseThrow(() -> in.violation(field, "expected a known bitmap format, got " + code));
    }
}
