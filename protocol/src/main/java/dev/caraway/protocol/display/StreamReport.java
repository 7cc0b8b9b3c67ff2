package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSGC_DISPLAY_STREAM_REPORT: how a stream arrived at the client during some of its frames.
 *
 * @param uniqueId the id of the activation that asked for reports
 * @param startFrameMultiMediaTime the time of the first frame in the report
 * @param endFrameMultiMediaTime the time of the last frame in the report
 * @param frames those that reached the client
 * @param drops how many of them came too late
 * @param lastFrameDelayMillis the last frame's time less the client's
 * @param audioDelayMillis the latency of sound, or {@link #NO_AUDIO}
 */
public record StreamReport(
        int streamId,
        long uniqueId,
        long startFrameMultiMediaTime,
        long endFrameMultiMediaTime,
        long frames,
        long drops,
        int lastFrameDelayMillis,
        long audioDelayMillis)
        implements DisplayClientMessage {

    /** With {@link #frames} 0, {@link #drops} of this value say that the client cannot show the stream. */
    public static final long UNSUPPORTED_DROPS = 0xffff_ffffL;

    /** The {@link #audioDelayMillis} of a client that plays no sound. */
    public static final long NO_AUDIO = 0xffff_ffffL;

    public StreamReport {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
        FieldRange.u32("unique id", uniqueId);
        FieldRange.u32("start frame multi media time", startFrameMultiMediaTime);
        FieldRange.u32("end frame multi media time", endFrameMultiMediaTime);
        FieldRange.u32("frames", frames);
        FieldRange.u32("drops", drops);
        FieldRange.u32("audio delay millis", audioDelayMillis);
    }

    static StreamReport decode(SpiceReader in) {
        int streamId = in.u32AtMost("stream_id", Limits.STREAMS - 1);
        long uniqueId = in.u32("unique_id");
        long startFrameMultiMediaTime = in.u32("start_frame_mm_time");
        long endFrameMultiMediaTime = in.u32("end_frame_mm_time");
        long frames = in.u32("num_frames");
        long drops = in.u32("num_drops");
        int lastFrameDelayMillis = in.i32("last_frame_delay");
        long audioDelayMillis = in.u32("audio_delay");
        return new StreamReport(
                streamId,
                uniqueId,
                startFrameMultiMediaTime,
                endFrameMultiMediaTime,
                frames,
                drops,
                lastFrameDelayMillis,
                audioDelayMillis);
    }

    @Override
    public int opcode() {
        return DisplayClientOpcode.STREAM_REPORT.number();
    }

    /** Whether the client says that it cannot show the stream at all. */
    public boolean saysUnsupported() {
        return frames == 0 && drops == UNSUPPORTED_DROPS;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
        out.u32(uniqueId);
        out.u32(startFrameMultiMediaTime);
        out.u32(endFrameMultiMediaTime);
        out.u32(frames);
        out.u32(drops);
        out.i32(lastFrameDelayMillis);
        out.u32(audioDelayMillis);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onStreamReport(this);
    }
}
