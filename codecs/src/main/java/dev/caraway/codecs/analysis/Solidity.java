package dev.caraway.codecs.analysis;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/** Whether an image is of one colour, exactly. */
final class Solidity {

    private Solidity() {}

    /** Whether all pixels have the same colour and, in RGBA, the same alpha; it ends at the first that has not. */
    static boolean isSolid(Raster raster) {
        byte[] pixels = raster.pixels();
        int first = Colours.at(raster, 0, 0);
        boolean hasAlpha = raster.format() == PixelFormat.RGBA32;
        byte alpha = hasAlpha ? pixels[raster.offset() + 3] : 0;
        for (int row = 0; row < raster.height(); row++) {
            for (int x = 0; x < raster.width(); x++) {
                if (Colours.at(raster, x, row) != first) {
                    return false;
                }
                if (hasAlpha && pixels[raster.offset() + raster.strideBytes() * row + 4 * x + 3] != alpha) {
                    return false;
                }
            }
        }
        return true;
    }
}
