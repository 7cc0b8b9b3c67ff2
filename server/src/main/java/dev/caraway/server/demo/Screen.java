package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;

/**
 * What the server may read of the desktop: its last finished picture.
 *
 * <p>The desktop's thread publishes, the server's loop reads; each waits for at most a copy of the other, never for
 * drawing.
 */
final class Screen {

    private int width;
    private int height;
    private int[] pixels = {};

    /** Takes over areas of a picture of this size; after a change of size they must be all of it. */
    synchronized void publish(int newWidth, int newHeight, int[] picture, Iterable<Rect> areas) {
        if (newWidth != width || newHeight != height) {
            width = newWidth;
            height = newHeight;
            pixels = new int[width * height];
        }
        for (Rect area : areas) {
            for (int y = area.top(); y < area.bottom(); y++) {
                int from = y * width + area.left();
                System.arraycopy(picture, from, pixels, from, area.width());
            }
        }
    }

    /** Copies an area; black where it is outside, since the size may have changed after the server asked. */
    synchronized void read(Rect area, int[] target, int offset, int stride) {
        Rect inside = area.intersection(Rect.ofSize(0, 0, width, height));
        for (int y = area.top(); y < area.bottom(); y++) {
            int to = offset + (y - area.top()) * stride;
            if (!inside.equals(area)) {
                Arrays.fill(target, to, to + area.width(), 0);
            }
            if (y >= inside.top() && y < inside.bottom()) {
                System.arraycopy(
                        pixels, y * width + inside.left(), target, to + inside.left() - area.left(), inside.width());
            }
        }
    }
}
