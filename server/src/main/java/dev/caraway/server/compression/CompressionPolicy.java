package dev.caraway.server.compression;

import dev.caraway.protocol.image.ImageCompression;

/**
 * What the operator wants images to be compressed with.
 *
 * @param images within which every choice stays, unless a client prefers another
 * @param jpeg whether photographs may lose detail
 * @param zlibOverGlz whether GLZ is compressed once more
 */
public record CompressionPolicy(ImageCompression images, WanCompression jpeg, WanCompression zlibOverGlz) {

    /** What QEMU does when nobody says otherwise. */
    public static final CompressionPolicy DEFAULT =
            new CompressionPolicy(ImageCompression.AUTO_GLZ, WanCompression.AUTO, WanCompression.AUTO);
}
