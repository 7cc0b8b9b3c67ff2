package dev.caraway.protocol.wire;

/** A value that knows its bytes on the wire. */
@FunctionalInterface
public interface Encodable {

    /** Writes the fields in wire order, one statement a field. */
    void encode(SpiceWriter out);
}
