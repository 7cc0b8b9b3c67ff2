package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** SPICE_MSG_DISPLAY_DRAW_BLACKNESS: the box becomes black. */
public record DrawBlackness(DrawBase base, Mask mask) implements DrawMessage {

    static DrawBlackness decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Mask mask = Mask.decode(in);
        return new DrawBlackness(base, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_BLACKNESS.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(mask.bitmap());
    }

    @Override
    public DrawBlackness withImages(UnaryOperator<Image> replace) {
        return new DrawBlackness(base, mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        mask.encode(out);
    }
}
