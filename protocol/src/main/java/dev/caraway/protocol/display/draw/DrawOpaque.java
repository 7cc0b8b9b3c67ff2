package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_OPAQUE: an image combined with a brush covers the box.
 *
 * @param ropDescriptor constants of {@link RopDescriptor}
 */
public record DrawOpaque(
        DrawBase base, Image source, Rect sourceArea, Brush brush, int ropDescriptor, ScaleMode scaleMode, Mask mask)
        implements DrawMessage {

    public DrawOpaque {
        FieldRange.u16("rop descriptor", ropDescriptor);
    }

    static DrawOpaque decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Rect sourceArea = Rect.decode(in);
        Brush brush = Brush.decode(in);
        int ropDescriptor = in.u16("rop_descriptor");
        ScaleMode scaleMode = ScaleMode.decode(in, "scale_mode");
        Mask mask = Mask.decode(in);
        return new DrawOpaque(base, source, sourceArea, brush, ropDescriptor, scaleMode, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_OPAQUE.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(source, brush.image(), mask.bitmap());
    }

    @Override
    public DrawOpaque withImages(UnaryOperator<Image> replace) {
        return new DrawOpaque(
                base,
                replace.apply(source),
                sourceArea,
                brush.withImages(replace),
                ropDescriptor,
                scaleMode,
                mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(source);
        sourceArea.encode(out);
        brush.encode(out);
        out.u16(ropDescriptor);
        out.u8(scaleMode.code());
        mask.encode(out);
    }
}
