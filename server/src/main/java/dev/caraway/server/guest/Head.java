package dev.caraway.server.guest;

/** One monitor: a part of the primary surface, in pixels. */
public record Head(int x, int y, int width, int height) {

    public Head {
        if (x < 0
                || x > GuestDisplay.MAX_SIDE_PIXELS
                || y > GuestDisplay.MAX_SIDE_PIXELS
                || y < 0
                || width < 1
                || height < 1
                || width > GuestDisplay.MAX_SIDE_PIXELS
                || height > GuestDisplay.MAX_SIDE_PIXELS) {
            throw new IllegalArgumentException("head " + width + "x" + height + "+" + x + "+" + y
                    + ": expected sides of 1 to " + GuestDisplay.MAX_SIDE_PIXELS + " at 0 or more");
        }
    }
}
