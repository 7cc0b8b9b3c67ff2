package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * The upper two rows of an affine transform in 16.16 fixed-point numbers: where a pixel of the destination comes from.
 */
public record Transform(int t00, int t01, int t02, int t10, int t11, int t12) implements Encodable {

    public static Transform decode(SpiceReader in) {
        int t00 = in.i32("t00");
        int t01 = in.i32("t01");
        int t02 = in.i32("t02");
        int t10 = in.i32("t10");
        int t11 = in.i32("t11");
        int t12 = in.i32("t12");
        return new Transform(t00, t01, t02, t10, t11, t12);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(t00);
        out.i32(t01);
        out.i32(t02);
        out.i32(t10);
        out.i32(t11);
        out.i32(t12);
    }
}
