package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** LZ4: a byte each for top-down and format, then chunks, each behind its big-endian length. */
public record Lz4Data(Bytes data) implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.LZ4;
    }

    @Override
    public void encode(SpiceWriter out) {
        SizedData.encode(out, data);
    }
}
