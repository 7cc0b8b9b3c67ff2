package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** SPICE_MSG_DISPLAY_DRAW_INVERS: every bit in the box is inverted. */
public record DrawInvers(DrawBase base, Mask mask) implements DrawMessage {

    static DrawInvers decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Mask mask = Mask.decode(in);
        return new DrawInvers(base, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_INVERS.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(mask.bitmap());
    }

    @Override
    public DrawInvers withImages(UnaryOperator<Image> replace) {
        return new DrawInvers(base, mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        mask.encode(out);
    }
}
