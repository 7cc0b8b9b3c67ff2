package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** A JPEG file, which loses detail. */
public record JpegData(Bytes data) implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.JPEG;
    }

    @Override
    public void encode(SpiceWriter out) {
        SizedData.encode(out, data);
    }
}
