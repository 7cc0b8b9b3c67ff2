package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** A place in pixels. */
public record Point(int x, int y) implements Encodable {

    public static final Point ORIGIN = new Point(0, 0);

    public static Point decode(SpiceReader in) {
        int x = in.i32("x");
        int y = in.i32("y");
        return new Point(x, y);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(x);
        out.i32(y);
    }
}
