package dev.caraway.server.guest;

import java.util.List;

/** Where a {@link FramebufferSource} reports; nothing queues, damage that was not read yet is merged. */
public interface FramebufferDisplay extends GuestDisplay {

    /**
     * The frame buffer has this size from now on, and all of it is damaged.
     *
     * @throws IllegalArgumentException if a side is not 1 to {@link #MAX_SIDE_PIXELS}
     */
    void resize(int width, int height);

    /**
     * The same, and it is divided into these heads from the start: one step for clients, which neither close nor open a
     * window that stays.
     *
     * @throws IllegalArgumentException if a side is not 1 to {@link #MAX_SIDE_PIXELS}, or as in {@link #heads}
     */
    void resize(int width, int height, List<Head> heads);

    /** These pixels changed. Parts outside the frame buffer are ignored. */
    void damage(int x, int y, int width, int height);
}
