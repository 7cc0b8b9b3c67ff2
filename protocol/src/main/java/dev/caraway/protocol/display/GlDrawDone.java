package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_DISPLAY_GL_DRAW_DONE: the client has shown what GL_DRAW announced. */
public record GlDrawDone() implements DisplayClientMessage {

    @Override
    public int opcode() {
        return DisplayClientOpcode.GL_DRAW_DONE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The opcode says all.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onGlDrawDone(this);
    }
}
