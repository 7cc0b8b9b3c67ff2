package dev.caraway.server;

import dev.caraway.protocol.wire.Bytes;

/**
 * A picture of a primary surface, or of a part of one.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels rows from top to bottom without gaps, four bytes a pixel: B, G, R, 0
 */
public record Screenshot(int width, int height, Bytes pixels) {

    public Screenshot {
        if (pixels.length() != (long) width * height * 4) {
            throw new IllegalArgumentException(
                    "screenshot pixels " + pixels.length() + ": expected " + (long) width * height * 4 + " bytes");
        }
    }
}
