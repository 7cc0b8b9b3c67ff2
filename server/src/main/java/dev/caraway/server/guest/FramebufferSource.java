package dev.caraway.server.guest;

import dev.caraway.protocol.geometry.Rect;

/** A guest with pixels in memory: it reports what changed, and the server reads the pixels when it wants them. */
public non-sealed interface FramebufferSource extends DisplaySource {

    /** Called once, before the first client can connect. The guest keeps {@code display} and reports to it. */
    void attach(FramebufferDisplay display);

    /**
     * Copies pixels to the server; called on the server's loop, soon after {@link FramebufferDisplay#damage}.
     *
     * <p>While another thread resizes, the area may still be one of the size before; throwing is right then, and the
     * new size is read soon.
     *
     * @param area inside the size last given to {@link FramebufferDisplay#resize}
     * @param pixels receives 0xXXRRGGBB, the pixel (x, y) at {@code offset + (y - area.top) * stride + x - area.left}
     * @param stride the distance of two rows in {@code pixels}, at least the area's width
     */
    void readPixels(Rect area, int[] pixels, int offset, int stride);
}
