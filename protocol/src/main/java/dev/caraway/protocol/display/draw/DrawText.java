package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_TEXT: glyphs are drawn.
 *
 * @param backArea what {@code backBrush} fills first, perhaps empty
 * @param foreMode constants of {@link RopDescriptor} for the glyphs
 * @param backMode constants of {@link RopDescriptor} for the area behind
 */
public record DrawText(
        DrawBase base, GlyphString string, Rect backArea, Brush foreBrush, Brush backBrush, int foreMode, int backMode)
        implements DrawMessage {

    public DrawText {
        FieldRange.u16("fore mode", foreMode);
        FieldRange.u16("back mode", backMode);
    }

    static DrawText decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        GlyphString string = in.requiredPointer("str", GlyphString::decode);
        Rect backArea = Rect.decode(in);
        Brush foreBrush = Brush.decode(in);
        Brush backBrush = Brush.decode(in);
        int foreMode = in.u16("fore_mode");
        int backMode = in.u16("back_mode");
        return new DrawText(base, string, backArea, foreBrush, backBrush, foreMode, backMode);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_TEXT.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(foreBrush.image(), backBrush.image());
    }

    @Override
    public DrawText withImages(UnaryOperator<Image> replace) {
        return new DrawText(
                base,
                string,
                backArea,
                foreBrush.withImages(replace),
                backBrush.withImages(replace),
                foreMode,
                backMode);
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(string);
        backArea.encode(out);
        foreBrush.encode(out);
        backBrush.encode(out);
        out.u16(foreMode);
        out.u16(backMode);
    }
}
