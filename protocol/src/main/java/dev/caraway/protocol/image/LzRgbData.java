package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE LZ of true-colour pixels or of alpha alone, with its own header. */
public record LzRgbData(Bytes data) implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.LZ_RGB;
    }

    @Override
    public void encode(SpiceWriter out) {
        SizedData.encode(out, data);
    }
}
