package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_ALPHA_BLEND: an image is laid over the box with its alpha and one alpha for all.
 *
 * @param flags {@link #DEST_HAS_ALPHA}, {@link #SRC_SURFACE_HAS_ALPHA}
 * @param alpha 0 (nothing is seen) to 255
 */
public record DrawAlphaBlend(DrawBase base, int flags, int alpha, Image source, Rect sourceArea)
        implements DrawMessage {

    /** The surface has an alpha of its own, which is kept right. */
    public static final int DEST_HAS_ALPHA = 1;

    /** The source is a surface and has an alpha. */
    public static final int SRC_SURFACE_HAS_ALPHA = 2;

    public DrawAlphaBlend {
        FieldRange.u8("flags", flags);
        FieldRange.u8("alpha", alpha);
    }

    static DrawAlphaBlend decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        int flags = in.u8("alpha_flags");
        int alpha = in.u8("alpha");
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Rect sourceArea = Rect.decode(in);
        return new DrawAlphaBlend(base, flags, alpha, source, sourceArea);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_ALPHA_BLEND.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(source);
    }

    @Override
    public DrawAlphaBlend withImages(UnaryOperator<Image> replace) {
        return new DrawAlphaBlend(base, flags, alpha, replace.apply(source), sourceArea);
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.u8(flags);
        out.u8(alpha);
        out.pointer(source);
        sourceArea.encode(out);
    }
}
