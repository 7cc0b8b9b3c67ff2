package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE GLZ: LZ that refers to earlier images of the dictionary, with its own header. */
public record GlzRgbData(Bytes data) implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.GLZ_RGB;
    }

    @Override
    public void encode(SpiceWriter out) {
        SizedData.encode(out, data);
    }
}
