package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_STREAM_DESTROY: a stream ends. */
public record StreamDestroy(int streamId) implements StreamMessage {

    public StreamDestroy {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
    }

    static StreamDestroy decode(SpiceReader in) {
        int streamId = in.u32AtMost("id", Limits.STREAMS - 1);
        return new StreamDestroy(streamId);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_DESTROY.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
    }
}
