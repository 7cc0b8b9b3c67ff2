package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_GL_DRAW: an area of the GL scanout has new pixels; the client answers with GL_DRAW_DONE. */
public record GlDraw(int x, int y, int width, int height) implements DisplayServerMessage {

    public GlDraw {
        FieldRange.atMost("x", x, Limits.SIDE_PIXELS);
        FieldRange.atMost("y", y, Limits.SIDE_PIXELS);
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
    }

    static GlDraw decode(SpiceReader in) {
        int x = in.u32AtMost("x", Limits.SIDE_PIXELS);
        int y = in.u32AtMost("y", Limits.SIDE_PIXELS);
        int width = in.u32AtMost("w", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("h", Limits.SIDE_PIXELS);
        return new GlDraw(x, y, width, height);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.GL_DRAW.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(x);
        out.u32(y);
        out.u32(width);
        out.u32(height);
    }
}
