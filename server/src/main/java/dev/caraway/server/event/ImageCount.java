package dev.caraway.server.event;

import dev.caraway.protocol.image.ImageType;

/**
 * Images of one type that were sent.
 *
 * @param images how many
 * @param pixels of all of them together
 * @param bytes that held these pixels on the wire; 0 for types that refer to what the client has
 */
public record ImageCount(ImageType type, long images, long pixels, long bytes) {

    ImageCount plus(ImageCount more) {
        return new ImageCount(type, images + more.images, pixels + more.pixels, bytes + more.bytes);
    }
}
