package dev.caraway.server.video;

import dev.caraway.codecs.pixel.Raster;

/** Tells frames apart by about a thousand of their pixels. */
final class FrameFingerprint {

    /** Pixels are looked at in so many rows and so many columns: enough for video, where most of them change. */
    private static final int SAMPLES_PER_SIDE = 32;

    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private FrameFingerprint() {}

    static long of(Raster pixels) {
        int rows = Math.min(SAMPLES_PER_SIDE, pixels.height());
        int columns = Math.min(SAMPLES_PER_SIDE, pixels.width());
        // The fourth byte of a pixel means nothing here: a frame replaces what is below it.
        int bytes = Math.min(3, pixels.format().bytesPerPixel());
        byte[] memory = pixels.pixels();
        long hash = 0;
        for (int row = 0; row < rows; row++) {
            int y = (2 * row + 1) * pixels.height() / (2 * rows);
            for (int column = 0; column < columns; column++) {
                int at = pixels.pixelOffset((2 * column + 1) * pixels.width() / (2 * columns), y);
                for (int i = 0; i < bytes; i++) {
                    hash = (hash ^ (memory[at + i] & 0xff)) * MULTIPLIER;
                }
            }
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
