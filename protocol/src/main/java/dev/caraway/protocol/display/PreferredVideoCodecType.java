package dev.caraway.protocol.display;

import dev.caraway.protocol.display.stream.VideoCodecType;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.Optional;

/**
 * SPICE_MSGC_DISPLAY_PREFERRED_VIDEO_CODEC_TYPE: the video codecs that the client wants, the best first.
 *
 * @param codes 1 to 255 numbers as the client sent them, among them perhaps some that nobody knows yet
 */
public record PreferredVideoCodecType(List<Integer> codes) implements DisplayClientMessage {

    public PreferredVideoCodecType {
        FieldRange.u8("codecs", codes.size());
        if (codes.isEmpty()) {
            throw new IllegalArgumentException("codecs: expected 1 or more, got 0");
        }
        codes.forEach(code -> FieldRange.u8("codec", code));
        codes = List.copyOf(codes);
    }

    static PreferredVideoCodecType decode(SpiceReader in) {
        int count = in.u8("num_of_codecs");
        if (count == 0) {
            throw in.violation("num_of_codecs", "expected 1 or more, got 0");
        }
        List<Integer> codes = in.list("codecs", count, 1, codec -> codec.u8("codecs"));
        return new PreferredVideoCodecType(codes);
    }

    /** The codecs that have a name here, the best first, each once. */
    public List<VideoCodecType> codecs() {
        return codes.stream()
                .map(VideoCodecType::ofCode)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    @Override
    public int opcode() {
        return DisplayClientOpcode.PREFERRED_VIDEO_CODEC_TYPE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(codes.size());
        codes.forEach(out::u8);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onPreferredVideoCodecType(this);
    }
}
