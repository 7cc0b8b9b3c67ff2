package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.wire.SpiceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the frames of a stream are compressed; the codes of {@code SPICE_VIDEO_CODEC_TYPE_*}. */
public enum VideoCodecType {
    MJPEG(1),
    VP8(2),
    H264(3),
    VP9(4),
    H265(5);

    private static final Map<Integer, VideoCodecType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(VideoCodecType::code, Function.identity()));

    private final int code;

    VideoCodecType(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The video codec with this number, if there is one. */
    public static Optional<VideoCodecType> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public static VideoCodecType decode(SpiceReader in, String field) {
        int code = in.u8(field);
        return ofCode(code).orElseThrow(() -> in.violation(field, "expected a known video codec, got " + code));
    }
}
