package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_TRANSPARENT: an image covers the box except where it has one color.
 *
 * @param sourceColor that color in the image's own format
 * @param trueColor that color as 0x00RRGGBB
 */
public record DrawTransparent(DrawBase base, Image source, Rect sourceArea, long sourceColor, long trueColor)
        implements DrawMessage {

    public DrawTransparent {
        FieldRange.u32("source color", sourceColor);
        FieldRange.u32("true color", trueColor);
    }

    static DrawTransparent decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Rect sourceArea = Rect.decode(in);
        long sourceColor = in.u32("src_color");
        long trueColor = in.u32("true_color");
        return new DrawTransparent(base, source, sourceArea, sourceColor, trueColor);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_TRANSPARENT.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(source);
    }

    @Override
    public DrawTransparent withImages(UnaryOperator<Image> replace) {
        return new DrawTransparent(base, replace.apply(source), sourceArea, sourceColor, trueColor);
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(source);
        sourceArea.encode(out);
        out.u32(sourceColor);
        out.u32(trueColor);
    }
}
