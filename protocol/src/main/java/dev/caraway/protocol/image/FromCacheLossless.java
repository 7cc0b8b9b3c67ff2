package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.SpiceWriter;

/** The client has the image in its pixmap cache and waits until it is there without loss. */
public record FromCacheLossless() implements ImageData {

    @Override
    public ImageType type() {
        return ImageType.FROM_CACHE_LOSSLESS;
    }

    @Override
    public void encode(SpiceWriter out) {
        // The descriptor's id says all.
    }
}
