package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_STREAM_CREATE: a video stream begins on a surface.
 *
 * @param surfaceId 0 to {@link Limits#SURFACES} - 1
 * @param streamId 0 to {@link Limits#STREAMS} - 1
 * @param flags {@link #TOP_DOWN}
 * @param stamp no client looks at it
 * @param streamWidth pixels of a frame's row
 * @param streamHeight rows of a frame
 * @param sourceWidth pixels of a row of what the frame was made from
 * @param sourceHeight rows of what the frame was made from
 * @param destination where on the surface frames go
 */
public record StreamCreate(
        int surfaceId,
        int streamId,
        int flags,
        VideoCodecType codec,
        long stamp,
        int streamWidth,
        int streamHeight,
        int sourceWidth,
        int sourceHeight,
        Rect destination,
        Clip clip)
        implements StreamMessage {

    /** The first row of a frame is the topmost. */
    public static final int TOP_DOWN = 1;

    public StreamCreate {
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
        FieldRange.u8("flags", flags);
        FieldRange.atMost("stream width", streamWidth, Limits.SIDE_PIXELS);
        FieldRange.atMost("stream height", streamHeight, Limits.SIDE_PIXELS);
        FieldRange.atMost("source width", sourceWidth, Limits.SIDE_PIXELS);
        FieldRange.atMost("source height", sourceHeight, Limits.SIDE_PIXELS);
    }

    static StreamCreate decode(SpiceReader in) {
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        int streamId = in.u32AtMost("id", Limits.STREAMS - 1);
        int flags = in.u8("flags");
        VideoCodecType codec = VideoCodecType.decode(in, "codec_type");
        long stamp = in.i64("stamp");
        int streamWidth = in.u32AtMost("stream_width", Limits.SIDE_PIXELS);
        int streamHeight = in.u32AtMost("stream_height", Limits.SIDE_PIXELS);
        int sourceWidth = in.u32AtMost("src_width", Limits.SIDE_PIXELS);
        int sourceHeight = in.u32AtMost("src_height", Limits.SIDE_PIXELS);
        Rect destination = Rect.decode(in);
        Clip clip = Clip.decode(in);
        return new StreamCreate(
                surfaceId,
                streamId,
                flags,
                codec,
                stamp,
                streamWidth,
                streamHeight,
                sourceWidth,
                sourceHeight,
                destination,
                clip);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_CREATE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(surfaceId);
        out.u32(streamId);
        out.u8(flags);
        out.u8(codec.code());
        out.i64(stamp);
        out.u32(streamWidth);
        out.u32(streamHeight);
        out.u32(sourceWidth);
        out.u32(sourceHeight);
        destination.encode(out);
        clip.encode(out);
    }
}
