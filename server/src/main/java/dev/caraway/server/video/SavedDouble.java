package dev.caraway.server.video;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** A number with a fraction as it moves to another host. */
final class SavedDouble {

    private SavedDouble() {}

    static void save(double value, SpiceWriter out) {
        out.i64(Double.doubleToLongBits(value));
    }

    /** A number from {@code least} to {@code greatest}, which may be infinite. */
    static double restore(SpiceReader in, String field, double least, double greatest) {
        double value = Double.longBitsToDouble(in.i64(field));
        if (!(value >= least && value <= greatest)) {
            throw in.violation(field, "expected " + least + " to " + greatest + ", got " + value);
        }
        return value;
    }
}
