package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_ROP3: source, brush and box are combined by any of the 256 operations.
 *
 * @param rop3 the number of the ternary operation, 0 to 255
 */
public record DrawRop3(
        DrawBase base, Image source, Rect sourceArea, Brush brush, int rop3, ScaleMode scaleMode, Mask mask)
        implements DrawMessage {

    public DrawRop3 {
        FieldRange.u8("rop3", rop3);
    }

    static DrawRop3 decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Rect sourceArea = Rect.decode(in);
        Brush brush = Brush.decode(in);
        int rop3 = in.u8("rop3");
        ScaleMode scaleMode = ScaleMode.decode(in, "scale_mode");
        Mask mask = Mask.decode(in);
        return new DrawRop3(base, source, sourceArea, brush, rop3, scaleMode, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_ROP3.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(source, brush.image(), mask.bitmap());
    }

    @Override
    public DrawRop3 withImages(UnaryOperator<Image> replace) {
        return new DrawRop3(
                base,
                replace.apply(source),
                sourceArea,
                brush.withImages(replace),
                rop3,
                scaleMode,
                mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(source);
        sourceArea.encode(out);
        brush.encode(out);
        out.u8(rop3);
        out.u8(scaleMode.code());
        mask.encode(out);
    }
}
