package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_FILL: a brush fills the box.
 *
 * @param ropDescriptor constants of {@link RopDescriptor}
 */
public record DrawFill(DrawBase base, Brush brush, int ropDescriptor, Mask mask) implements DrawMessage {

    public DrawFill {
        FieldRange.u16("rop descriptor", ropDescriptor);
    }

    static DrawFill decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Brush brush = Brush.decode(in);
        int ropDescriptor = in.u16("rop_descriptor");
        Mask mask = Mask.decode(in);
        return new DrawFill(base, brush, ropDescriptor, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_FILL.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(brush.image(), mask.bitmap());
    }

    @Override
    public DrawFill withImages(UnaryOperator<Image> replace) {
        return new DrawFill(base, brush.withImages(replace), ropDescriptor, mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        brush.encode(out);
        out.u16(ropDescriptor);
        mask.encode(out);
    }
}
