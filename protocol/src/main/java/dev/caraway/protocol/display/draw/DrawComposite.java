package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.geometry.Transform;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * SPICE_MSG_DISPLAY_DRAW_COMPOSITE: an image, through a mask, is combined with the box as the Render extension does.
 *
 * @param flags the operator in bits 0 to 7, filters, repeats, and which of the optional fields are there
 */
public record DrawComposite(
        DrawBase base,
        int flags,
        Image source,
        @Nullable Image mask,
        @Nullable Transform sourceTransform,
        @Nullable Transform maskTransform,
        Point16 sourceOrigin,
        Point16 maskOrigin)
        implements DrawMessage {

    /** The mask has an alpha for each color. */
    public static final int COMPONENT_ALPHA = 1 << 18;

    /** There is a mask. */
    public static final int HAS_MASK = 1 << 19;

    /** There is a source transform. */
    public static final int HAS_SRC_TRANSFORM = 1 << 20;

    /** There is a mask transform. */
    public static final int HAS_MASK_TRANSFORM = 1 << 21;

    /** The source's alpha means nothing. */
    public static final int SOURCE_OPAQUE = 1 << 22;

    /** The mask's alpha means nothing. */
    public static final int MASK_OPAQUE = 1 << 23;

    /** The destination's alpha means nothing. */
    public static final int DEST_OPAQUE = 1 << 24;

    public DrawComposite {
        FieldRange.atMost("composite flags", flags, Integer.MAX_VALUE);
        if (has(flags, HAS_MASK) != (mask != null)
                || has(flags, HAS_SRC_TRANSFORM) != (sourceTransform != null)
                || has(flags, HAS_MASK_TRANSFORM) != (maskTransform != null)) {
            throw new IllegalArgumentException("composite flags " + Integer.toHexString(flags)
                    + ": expected to name the optional fields that are there");
        }
    }

    static DrawComposite decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        int flags = in.u32AtMost("flags", Integer.MAX_VALUE);
        Image source = in.requiredPointer("src_bitmap", Image::decode);
        Image mask = has(flags, HAS_MASK) ? in.requiredPointer("mask_bitmap", Image::decode) : null;
        Transform sourceTransform = has(flags, HAS_SRC_TRANSFORM) ? Transform.decode(in) : null;
        Transform maskTransform = has(flags, HAS_MASK_TRANSFORM) ? Transform.decode(in) : null;
        Point16 sourceOrigin = Point16.decode(in);
        Point16 maskOrigin = Point16.decode(in);
        return new DrawComposite(base, flags, source, mask, sourceTransform, maskTransform, sourceOrigin, maskOrigin);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_COMPOSITE.number();
    }

    /** The operator of the Render extension, 0 to 255. */
    public int operator() {
        return flags & 0xff;
    }

    @Override
    public List<Image> images() {
        return Images.present(source, mask);
    }

    @Override
    public DrawComposite withImages(UnaryOperator<Image> replace) {
        return new DrawComposite(
                base,
                flags,
                replace.apply(source),
                mask == null ? null : replace.apply(mask),
                sourceTransform,
                maskTransform,
                sourceOrigin,
                maskOrigin);
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.u32(flags);
        out.pointer(source);
        if (mask != null) {
            out.pointer(mask);
        }
        if (sourceTransform != null) {
            sourceTransform.encode(out);
        }
        if (maskTransform != null) {
            maskTransform.encode(out);
        }
        sourceOrigin.encode(out);
        maskOrigin.encode(out);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
