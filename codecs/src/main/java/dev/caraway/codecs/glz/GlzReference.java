package dev.caraway.codecs.glz;

import static dev.caraway.codecs.glz.UnitRing.U32;

/**
 * How a reference is written: to units of the same image by how far back they lie, to another image by how many images
 * back it is and where in its plane the units begin.
 *
 * <p>The first two bytes hold the length and 12 bits of the pixels. If 12 bits are enough, the third begins the image
 * distance with 6 bits; otherwise it holds 5 more bits of the pixels and 8 further ones may come last. The two upper bits
 * of the third byte count further bytes of the image distance.
 */
final class GlzReference {

    private static final int SHORT_PIXELS = 1 << 12;
    private static final int MEDIUM_PIXELS = 1 << 17;
    private static final int IS_NOT_SHORT = 0x10;
    private static final int IS_LONG = 0x20;
    private static final int LENGTH_GOES_ON = 7;

    private GlzReference() {}

    /** The bytes of a reference without those in which a long length goes on. */
    static int bytes(long imageDistance, int pixels) {
        if (pixels < SHORT_PIXELS) {
            return 3 + (imageDistance < 1 << 6 ? 0 : imageDistance < 1 << 14 ? 1 : 2);
        }
        int imageBytes = imageDistance == 0 ? 0 : imageDistance < 1 << 8 ? 1 : imageDistance < 1 << 16 ? 2 : 3;
        return 3 + imageBytes + (pixels < MEDIUM_PIXELS ? 0 : 1);
    }

    /**
     * Writes a reference and returns where it ends; the byte behind it may be overwritten.
     *
     * @param length biased so that the shortest one is 1
     * @param imageDistance 0 for the same image, up to 2^22 otherwise
     * @param pixels below 2^25; in the same image one less than the distance
     */
    static int write(byte[] out, int outStart, int length, int imageDistance, int pixels) {
        if (length < LENGTH_GOES_ON && pixels < SHORT_PIXELS && imageDistance < 1 << 6) {
            // The usual case. The fourth byte is overwritten by what comes next.
            int three = length << 5 | (pixels & 0x0f) | (pixels & 0xff0) << 4 | imageDistance << 16;
            U32.set(out, outStart, three);
            return outStart + 3;
        }
        int at = outStart;
        boolean isShort = pixels < SHORT_PIXELS;
        int first = Math.min(length, LENGTH_GOES_ON) << 5 | (isShort ? 0 : IS_NOT_SHORT) | (pixels & 0x0f);
        out[at++] = (byte) first;
        if (length >= LENGTH_GOES_ON) {
            int rest = length - LENGTH_GOES_ON;
            for (; rest >= 255; rest -= 255) {
                out[at++] = (byte) 255;
            }
            out[at++] = (byte) rest;
        }
        out[at++] = (byte) (pixels >> 4);
        if (isShort) {
            int more = imageDistance < 1 << 6 ? 0 : imageDistance < 1 << 14 ? 1 : 2;
            out[at++] = (byte) (more << 6 | (imageDistance & 0x3f));
            return writeRest(out, at, more, imageDistance >> 6);
        }
        int more = imageDistance == 0 ? 0 : imageDistance < 1 << 8 ? 1 : imageDistance < 1 << 16 ? 2 : 3;
        boolean isLong = pixels >= MEDIUM_PIXELS;
        out[at++] = (byte) (more << 6 | (isLong ? IS_LONG : 0) | (pixels >> 12 & 0x1f));
        at = writeRest(out, at, more, imageDistance);
        if (isLong) {
            out[at++] = (byte) (pixels >> 17);
        }
        return at;
    }

    private static int writeRest(byte[] out, int at, int count, int value) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (byte) (value >> (8 * i));
        }
        return at + count;
    }
}
