package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_STREAM_CLIP: where frames may be seen from now on. */
public record StreamClip(int streamId, Clip clip) implements StreamMessage {

    public StreamClip {
        FieldRange.atMost("stream id", streamId, Limits.STREAMS - 1);
    }

    static StreamClip decode(SpiceReader in) {
        int streamId = in.u32AtMost("id", Limits.STREAMS - 1);
        Clip clip = Clip.decode(in);
        return new StreamClip(streamId, clip);
    }

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_CLIP.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(streamId);
        clip.encode(out);
    }
}
