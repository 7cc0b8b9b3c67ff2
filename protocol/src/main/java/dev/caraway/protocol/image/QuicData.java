package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE QUIC, with its own header. */
public record QuicData(Bytes data) implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.QUIC;
    }

    @Override
    public void encode(SpiceWriter out) {
        SizedData.encode(out, data);
    }
}
