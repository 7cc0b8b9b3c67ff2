package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * How a pen draws.
 *
 * @param flags {@link #STYLED}, {@link #START_WITH_GAP}
 * @param style the lengths of dashes and gaps by turns in sixteenths of a pixel, at most 255; none unless styled
 */
public record LineAttributes(int flags, List<Integer> style) implements Encodable {

    /** A line without gaps. */
    public static final LineAttributes SOLID = new LineAttributes(0, List.of());

    /** The style begins with a gap. */
    public static final int START_WITH_GAP = 4;

    /** The line has gaps. */
    public static final int STYLED = 8;

    private static final int LENGTH_BYTES = 4;

    public LineAttributes {
        FieldRange.u8("line flags", flags);
        FieldRange.u8("line style", style.size());
        if (!isStyled(flags) && !style.isEmpty()) {
            throw new IllegalArgumentException("line style: expected none without STYLED, got " + style.size());
        }
        style = List.copyOf(style);
    }

    /** An unstyled line is its flags alone. */
    static LineAttributes decode(SpiceReader in) {
        int flags = in.u8("flags");
        if (!isStyled(flags)) {
            return new LineAttributes(flags, List.of());
        }
        int count = in.u8("style_nseg");
        List<Integer> style =
                in.pointer("style", at -> at.list("style", count, LENGTH_BYTES, length -> length.i32("style")));
        if (style == null && count != 0) {
            throw in.violation("style", "expected an offset, got 0");
        }
        return new LineAttributes(flags, style == null ? List.of() : style);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(flags);
        if (isStyled(flags)) {
            out.u8(style.size());
            out.pointer(style.isEmpty() ? null : lengths -> style.forEach(lengths::i32));
        }
    }

    private static boolean isStyled(int flags) {
        return (flags & STYLED) != 0;
    }
}
