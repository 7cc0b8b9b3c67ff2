package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** SPICE_MSG_DISPLAY_COPY_BITS: pixels of a surface move on it. */
public record CopyBits(DrawBase base, Point sourcePosition) implements DrawMessage {

    static CopyBits decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Point sourcePosition = Point.decode(in);
        return new CopyBits(base, sourcePosition);
    }

    @Override
    public int opcode() {
        return DrawOpcode.COPY_BITS.number();
    }

    @Override
    public List<Image> images() {
        return List.of();
    }

    @Override
    public CopyBits withImages(UnaryOperator<Image> replace) {
        return this;
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        sourcePosition.encode(out);
    }
}
