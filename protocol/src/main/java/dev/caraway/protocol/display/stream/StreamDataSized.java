package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_STREAM_DATA_SIZED: one frame of a size and at a place of its own.
 *
 * @param multiMediaTime when to show it, in milliseconds of the shared clock
 * @param width pixels of the frame's row
 * @param height rows of the frame
 * @param data the frame as its codec has it
 */
public record StreamDataSized(int streamId, long multiMediaTime, int width, int height, Rect destination, Bytes data)
        implements StreamMessage {

    public StreamDataSized {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
        FieldRange.u32("multi media time", multiMediaTime);
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
    }

    static StreamDataSized decode(SpiceReader in) {
        int streamId = in.u32AtMost("id", Limits.STREAMS - 1);
        long multiMediaTime = in.u32("multi_media_time");
        int width = in.u32AtMost("width", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("height", Limits.SIDE_PIXELS);
        Rect destination = Rect.decode(in);
        int size = in.u32AtMost("data_size", Integer.MAX_VALUE);
        Bytes data = in.bytes("data", size);
        return new StreamDataSized(streamId, multiMediaTime, width, height, destination, data);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_DATA_SIZED.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
        out.u32(multiMediaTime);
        out.u32(width);
        out.u32(height);
        destination.encode(out);
        out.u32(data.length());
        out.bytes(data);
    }
}
