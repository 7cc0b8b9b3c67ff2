package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_STREAM_ACTIVATE_REPORT: the client shall report how a stream arrives.
 *
 * @param uniqueId what reports name
 * @param maxWindowFrames a report is due after so many frames
 * @param timeoutMillis and after so long
 */
public record StreamActivateReport(int streamId, long uniqueId, long maxWindowFrames, long timeoutMillis)
        implements StreamMessage {

    public StreamActivateReport {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
        FieldRange.u32("unique id", uniqueId);
        FieldRange.u32("max window frames", maxWindowFrames);
        FieldRange.u32("timeout millis", timeoutMillis);
    }

    static StreamActivateReport decode(SpiceReader in) {
        int streamId = in.u32AtMost("stream_id", Limits.STREAMS - 1);
        long uniqueId = in.u32("unique_id");
        long maxWindowFrames = in.u32("max_window_size");
        long timeoutMillis = in.u32("timeout_ms");
        return new StreamActivateReport(streamId, uniqueId, maxWindowFrames, timeoutMillis);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_ACTIVATE_REPORT.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
        out.u32(uniqueId);
        out.u32(maxWindowFrames);
        out.u32(timeoutMillis);
    }
}
