package dev.caraway.protocol.image;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;

/**
 * What is known of an image apart from its payload.
 *
 * @param id what caches know the image by, 64 unsigned bits
 * @param flags {@link #CACHE_ME}, {@link #HIGH_BITS_SET}, {@link #CACHE_REPLACE_ME}
 * @param width in pixels, at most {@link Limits#SIDE_PIXELS}
 * @param height in pixels, at most {@link Limits#SIDE_PIXELS}
 */
public record ImageDescriptor(long id, int flags, int width, int height) {

    /** The client keeps the image in its pixmap cache. */
    public static final int CACHE_ME = 1;

    /** The unused byte of each pixel is 255 and not 0. */
    public static final int HIGH_BITS_SET = 2;

    /** The image takes the place of a lossy one in the pixmap cache. */
    public static final int CACHE_REPLACE_ME = 4;

    public ImageDescriptor {
        FieldRange.u8("image flags", flags);
        FieldRange.atMost("image width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("image height", height, Limits.SIDE_PIXELS);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
