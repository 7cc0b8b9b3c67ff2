package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which compression a client prefers; the codes of {@code SPICE_IMAGE_COMPRESSION_*}. */
public enum ImageCompression {
    OFF(1),
    AUTO_GLZ(2),
    AUTO_LZ(3),
    QUIC(4),
    GLZ(5),
    LZ(6),
    LZ4(7);

    private static final Map<Integer, ImageCompression> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ImageCompression::code, Function.identity()));

    private final int code;

    ImageCompression(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The image compression with this number, if there is one. */
    public static Optional<ImageCompression> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static ImageCompression decode(SpiceReader in, String field) {
        int code = in.u8(field);
        return ofCode(code).orElseThrow(() -> in.violation(field, "expected a known image compression, got " + code));
    }
}
