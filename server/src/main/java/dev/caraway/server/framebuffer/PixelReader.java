package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;

/** Where the pixels of a frame buffer are read. */
@FunctionalInterface
public interface PixelReader {

    /**
     * Copies the pixels of an area.
     *
     * @param pixels receives 0xXXRRGGBB, the pixel (x, y) at {@code offset + (y - area.top) * stride + x - area.left}
     * @param stride the distance of two rows in {@code pixels}, at least the area's width
     */
    void readPixels(Rect area, int[] pixels, int offset, int stride);
}
