package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** A place in sixteenths of a pixel: 28.4 fixed-point numbers. */
public record PointFix(int x, int y) implements Encodable {

    /** The bits of a coordinate behind its point. */
    public static final int FRACTION_BITS = 4;

    public static PointFix decode(SpiceReader in) {
        int x = in.i32("x");
        int y = in.i32("y");
        return new PointFix(x, y);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(x);
        out.i32(y);
    }
}
