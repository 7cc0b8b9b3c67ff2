package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_STREAM_DATA: one frame.
 *
 * @param multiMediaTime when to show it, in milliseconds of the shared clock
 * @param data the frame as its codec has it
 */
public record StreamData(int streamId, long multiMediaTime, Bytes data) implements StreamMessage {

    public StreamData {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
        FieldRange.u32("multi media time", multiMediaTime);
    }

    static StreamData decode(SpiceReader in) {
        int streamId = in.u32AtMost("id", Limits.STREAMS - 1);
        long multiMediaTime = in.u32("multi_media_time");
        int size = in.u32AtMost("data_size", Integer.MAX_VALUE);
        Bytes data = in.bytes("data", size);
        return new StreamData(streamId, multiMediaTime, data);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_DATA.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
        out.u32(multiMediaTime);
        out.u32(data.length());
        out.bytes(data);
    }
}
