package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** {@code BinaryData}: a size and as many bytes. */
final class SizedData {

    private SizedData() {}

    static Bytes decode(SpiceReader in) {
        int size = in.u32AtMost("data_size", Integer.MAX_VALUE);
        return in.bytes("data", size);
    }

    static void encode(SpiceWriter out, Bytes data) {
        out.u32(data.length());
        out.bytes(data);
    }
}
