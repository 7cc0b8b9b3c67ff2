package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_BLEND: an image is combined with what is in the box.
 *
 * @param ropDescriptor constants of {@link RopDescriptor}
 */
public record DrawBlend(DrawBase base, Image source, Rect sourceArea, int ropDescriptor, ScaleMode scaleMode, Mask mask)
        implements DrawMessage {

    public DrawBlend {
        FieldRange.u16("rop descriptor", ropDescriptor);
    }

    static DrawBlend decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Rect sourceArea = Rect.decode(in);
        int ropDescriptor = in.u16("rop_descriptor");
        ScaleMode scaleMode = ScaleMode.decode(in, "scale_mode");
        Mask mask = Mask.decode(in);
        return new DrawBlend(base, source, sourceArea, ropDescriptor, scaleMode, mask);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_BLEND.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(source, mask.bitmap());
    }

    @Override
    public DrawBlend withImages(UnaryOperator<Image> replace) {
        return new DrawBlend(
                base, replace.apply(source), sourceArea, ropDescriptor, scaleMode, mask.withImages(replace));
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(source);
        sourceArea.encode(out);
        out.u16(ropDescriptor);
        out.u8(scaleMode.code());
        mask.encode(out);
    }
}
