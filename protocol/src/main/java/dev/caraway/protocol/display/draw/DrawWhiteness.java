package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** SPICE_MSG_DISPLAY_DRAW_WHITENESS: the box becomes white. */
public record DrawWhiteness(DrawBase base, Mask mask) implements DrawMessage {

    static DrawWhiteness decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Mask mask = Mask.decode(in);
        return new DrawWhiteness(base, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_WHITENESS.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(mask.bitmap());
    }

    @Override
    public DrawWhiteness withImages(UnaryOperator<Image> replace) {
        return new DrawWhiteness(base, mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        mask.encode(out);
    }
}
