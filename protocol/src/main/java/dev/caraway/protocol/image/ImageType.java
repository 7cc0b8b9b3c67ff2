package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an image's payload is; the codes of {@code SPICE_IMAGE_TYPE_*}. */
public enum ImageType {
    BITMAP(0),
    QUIC(1),
    LZ_PALETTE(100),
    LZ_RGB(101),
    GLZ_RGB(102),
    FROM_CACHE(103),
    SURFACE(104),
    JPEG(105),
    FROM_CACHE_LOSSLESS(106),
    ZLIB_GLZ_RGB(107),
    JPEG_ALPHA(108),
    LZ4(109);

    private static final Map<Integer, ImageType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ImageType::code, Function.identity()));

    private final int code;

    ImageType(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The image type with this number, if there is one. */
    public static Optional<ImageType> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static ImageType decode(SpiceReader in, String field) {
        int code = in.u8(field);
        return ofCode(code).orElseThrow(() -> in.violation(field, "expected a known image type, got " + code));
    }
}
