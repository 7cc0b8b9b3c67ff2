package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** A place in pixels, each number from -32768 to 32767. */
public record Point16(int x, int y) implements Encodable {

    public static final Point16 ORIGIN = new Point16(0, 0);

    public Point16 {
        if (x != (short) x || y != (short) y) {
            throw new IllegalArgumentException("point " + x + "," + y + ": expected -32768 to 32767");
        }
    }

    public static Point16 decode(SpiceReader in) {
        int x = in.i16("x");
        int y = in.i16("y");
        return new Point16(x, y);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i16(x);
        out.i16(y);
    }
}
