package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_STREAM_DESTROY_ALL: every stream ends. */
public record StreamDestroyAll() implements StreamMessage {

    @Override
    public int opcode() {
        return StreamOpcode.STREAM_DESTROY_ALL.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The opcode says all.
    }
}
