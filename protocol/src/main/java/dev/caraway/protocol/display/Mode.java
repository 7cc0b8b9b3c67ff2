package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_MODE: the size and depth of the only surface, as servers before surfaces said it. */
public record Mode(int width, int height, long bitsPerPixel) implements DisplayServerMessage {

    public Mode {
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
        FieldRange.u32("bits per pixel", bitsPerPixel);
    }

    static Mode decode(SpiceReader in) {
        int width = in.u32AtMost("x_res", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("y_res", Limits.SIDE_PIXELS);
        long bitsPerPixel = in.u32("bits");
        return new Mode(width, height, bitsPerPixel);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.MODE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(width);
        out.u32(height);
        out.u32(bitsPerPixel);
    }
}
