package dev.caraway.codecs.analysis;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/**
 * How gradually colours change from pixel to pixel, judged as libspice-server does to choose between QUIC and the LZ
 * family.
 *
 * <p>Every 15th pixel, counted through all rows, is compared with its neighbours to the right, below, and right below. A
 * pair that is equal scores 0.5, one that contrasts (red, green or blue differs by 60 of 256 or 8 of 32) 1, and any other
 * −0.25; a pixel with three equal pairs scores nothing at all. The image's score is the mean over the pairs.
 *
 * <p>Larger images than {@link #SAMPLES_MAX} times 15 pixels are sampled more thinly here, which libspice does not: its
 * verdict costs more the larger the image is.
 */
public enum Graduality {
    /** Neighbours are equal or contrast, as in text. */
    LOW,
    MEDIUM,
    /** Neighbours differ a little, as in photographs. QUIC is libspice's choice for these, and for these only. */
    HIGH;

    /** The most pixels that are looked at. */
    public static final int SAMPLES_MAX = 4096;

    private static final int STEP = 15;
    private static final double EQUAL = 0.5;
    private static final double CONTRASTING = 1;
    private static final double SIMILAR = -0.25;
    private static final double HIGH_BELOW = -0.03;
    private static final double HIGH_BELOW_16_BITS = 0;
    private static final double MEDIUM_BELOW = 0.002;

    /**
     * The verdict on {@code raster}. It allocates nothing.
     *
     * @throws IllegalArgumentException if its format has no colours of its own: palette indices and A8
     */
    public static Graduality of(Raster raster) {
        double score = score(raster);
        if (score < (raster.format() == PixelFormat.RGB16_555 ? HIGH_BELOW_16_BITS : HIGH_BELOW)) {
            return HIGH;
        }
        return score < MEDIUM_BELOW ? MEDIUM : LOW;
    }

    /** −0.25 (all pairs differ a little) to 1 (all contrast); an image of one row or one column scores 1. */
    public static double score(Raster raster) {
        if (!Colours.areIn(raster.format())) {
            throw new IllegalArgumentException("graduality: expected colours, got " + raster.format());
        }
        int width = raster.width();
        if (width < 2 || raster.height() < 2) {
            return 1;
        }
        int end = width * (raster.height() - 1);
        int step = step(width, end);
        int contrast = Colours.contrastOf(raster.format());
        double sum = 0;
        int samples = 0;
        for (int pixel = width / 2; pixel < end; pixel += step) {
            if (pixel % width == width - 1) {
                // The last pixel of a row has none to its right.
                pixel--;
            }
            sum += squareScore(raster, pixel % width, pixel / width, contrast);
            samples++;
        }
        return sum / (3.0 * samples);
    }

    /** Steps that share no divisor with the width visit all columns. */
    private static int step(int width, int pixels) {
        if (pixels <= STEP * SAMPLES_MAX) {
            return STEP % width == 0 ? STEP - 1 : STEP;
        }
        // One more, as a step is a pixel shorter wherever it ends in the last column.
        int step = pixels / SAMPLES_MAX + 2;
        while (greatestDivisor(step, width) > 1) {
            step++;
        }
        return step;
    }

    private static int greatestDivisor(int a, int b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    private static double squareScore(Raster raster, int x, int y, int contrast) {
        int colour = Colours.at(raster, x, y);
        int right = Colours.at(raster, x + 1, y);
        int below = Colours.at(raster, x, y + 1);
        int rightBelow = Colours.at(raster, x + 1, y + 1);
        if (colour == right && colour == below && colour == rightBelow) {
            return 0;
        }
        return pairScore(colour, right, contrast)
                + pairScore(colour, below, contrast)
                + pairScore(colour, rightBelow, contrast);
    }

    private static double pairScore(int a, int b, int contrast) {
        if (a == b) {
            return EQUAL;
        }
        return Colours.contrast(a, b, contrast) ? CONTRASTING : SIMILAR;
    }
}
