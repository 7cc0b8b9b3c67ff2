package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceWriter;

/** The client has the image in its pixmap cache, whether it lost detail or not. */
public record FromCache() implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.FROM_CACHE;
    }

    @Override
    public void encode(SpiceWriter out) {
        // The descriptor's id says all.
    }
}
