package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels an operation touches: those whose bit in a bitmap is set.
 *
 * @param flags {@link #INVERS}
 * @param position the bitmap's pixel for the box's upper left corner
 * @param bitmap one bit a pixel; none for all pixels
 */
public record Mask(int flags, Point position, @Nullable Image bitmap) implements Encodable {

    /** No restriction. */
    public static final Mask NONE = new Mask(0, Point.ORIGIN, null);

    /** Those pixels are meant whose bit is not set. */
    public static final int INVERS = 1;

    public Mask {
        FieldRange.u8("mask flags", flags);
    }

    static Mask decode(SpiceReader in) {
        int flags = in.u8("flags");
        Point position = Point.decode(in);
        Image bitmap = in.pointer("bitmap", Image::decode);
        return new Mask(flags, position, bitmap);
    }

    /** The same mask with its bitmap replaced, if it has one. */
    public Mask withImages(UnaryOperator<Image> replace) {
        return bitmap == null ? this : new Mask(flags, position, replace.apply(bitmap));
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(flags);
        position.encode(out);
        out.pointer(bitmap);
    }
}
