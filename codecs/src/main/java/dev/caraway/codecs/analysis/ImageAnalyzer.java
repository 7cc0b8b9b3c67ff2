package dev.caraway.codecs.analysis;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;

/**
 * Measures an image by a sample of its pixels, and says which codec is likely to make it smallest.
 *
 * <p>The sample is at most {@link #SAMPLES_MAX} pixels however large the image is: stretches of 16 in a row, spread over
 * all rows, each with the pixels above it; a small image is looked at whole. The same pixels always give the same
 * measures. Measures are those of the raster given last and 0 before.
 *
 * <p>An analyzer owns two tables of 96 KiB and allocates nothing later: keep it, give it to one thread at a time.
 */
public final class ImageAnalyzer {

    /** The most pixels that are looked at. */
    public static final int SAMPLES_MAX = 4096;

    /** Rasters of no more bytes are {@link ImageKind#TINY}; libspice-server, too, compresses nothing smaller. */
    public static final int TINY_BYTES = 54;

    private static final int STRETCH = 16;
    private static final int TABLE_BITS = 13;

    // How the estimates follow from the measures: what a new pixel and what a reference takes in LZ,
    // and QUIC's codes of what its prediction misses. Fitted to parts of screenshots, photographs and generated images
    // of 16x16 to 3024x1608 pixels
    // that both codecs compressed; docs/development/benchmarking.md tells how well they choose.
    private static final double LZ_BITS_OF_NEW_BYTE = 4;
    private static final double LZ_BITS_OF_REFERENCE = 20;
    private static final double QUIC_PART_OF_RESIDUAL = 0.9;
    private static final double QUIC_BITS_OF_PIXEL = 0.3;

    private static final double PHOTOGRAPH_REPEATS_MAX = 0.5;
    private static final double PHOTOGRAPH_EDGES_MAX = 0.3;

    /** The bits that a difference takes, by the sum of the differences of a stretch. */
    private static final double[] RESIDUAL_BITS = new double[STRETCH * 255 + 1];

    static {
        for (int sum = 0; sum < RESIDUAL_BITS.length; sum++) {
            RESIDUAL_BITS[sum] = 1 + Math.log(1 + 2.0 * sum / STRETCH) / Math.log(2);
        }
    }

    private final SeenTable colours = new SeenTable(TABLE_BITS);
    private final SeenTable sequences = new SeenTable(TABLE_BITS);
    /** A stretch, and before it the pixel to its left. */
    private final int[] here = new int[STRETCH + 1];
    /** The pixels above those. */
    private final int[] above = new int[STRETCH + 1];

    private ImageKind kind = ImageKind.TINY;
    private int literalBytes;
    private int contrast;
    private int samples;
    private int distinctColours;
    private int runs;
    private int repeats;
    private int edges;
    /** Pixels that are new or continue nothing, so that LZ says where they come from, or says them. */
    private int references;

    private double residualBits;

    /**
     * Measures {@code raster}. Only an image whose sample is of one colour is read to its end, or to the first pixel of
     * another: calling it solid wrongly would show.
     *
     * <p>Palette indices and A8 are no colours. Their measures are 0 and only LZ takes them, so they are tiny or
     * repetitive.
     */
    public ImageKind measure(Raster raster) {
        clear();
        boolean hasColours = Colours.areIn(raster.format());
        if (hasColours) {
            contrast = Colours.contrastOf(raster.format());
            literalBytes = raster.format() == PixelFormat.RGB16_555 ? 2 : 3;
            sample(raster);
        }
        kind = decide(raster, hasColours);
        return kind;
    }

    /** What {@link #measure} answered last. */
    public ImageKind kind() {
        return kind;
    }

    /** 0 to {@link #SAMPLES_MAX}: how many pixels the measures stand on. */
    public int samples() {
        return samples;
    }

    /** 0 to {@link #samples}: an image has at least as many colours. */
    public int distinctColours() {
        return distinctColours;
    }

    /** 0 to 1: the part of the pixels that equal the one to the left. */
    public double runs() {
        return part(runs);
    }

    /**
     * 0 to 1: the part of the pixels that repeat something: the one to the left, the one above, or together with the one
     * to the left (with 16 bits, the two to the left) what was seen before.
     */
    public double repeats() {
        return part(repeats);
    }

    /** 0 to 1: the part of the pixels that contrast, as {@link Graduality} means it, with the one to the left or above. */
    public double edges() {
        return part(edges);
    }

    /** What LZ takes for a pixel, in bits, by estimate: 0 to 32. */
    public double lzBits() {
        return LZ_BITS_OF_NEW_BYTE * literalBytes * part(samples - repeats) + LZ_BITS_OF_REFERENCE * part(references);
    }

    /** What QUIC takes for a pixel, in bits, by estimate: 0.3 to 28. */
    public double quicBits() {
        return samples == 0 ? 0 : QUIC_PART_OF_RESIDUAL * residualBits / samples + QUIC_BITS_OF_PIXEL;
    }

    private double part(int count) {
        return samples == 0 ? 0 : count / (double) samples;
    }

    private void clear() {
        colours.clear();
        sequences.clear();
        literalBytes = 0;
        samples = 0;
        distinctColours = 0;
        runs = 0;
        repeats = 0;
        edges = 0;
        references = 0;
        residualBits = 0;
    }

    private ImageKind decide(Raster raster, boolean hasColours) {
        if ((long) raster.rowBytes() * raster.height() <= TINY_BYTES) {
            return ImageKind.TINY;
        }
        if (!hasColours) {
            return ImageKind.REPETITIVE;
        }
        if (distinctColours == 1 && Solidity.isSolid(raster)) {
            return ImageKind.SOLID;
        }
        if (lzBits() <= quicBits()) {
            return ImageKind.REPETITIVE;
        }
        boolean isPhotograph = repeats() <= PHOTOGRAPH_REPEATS_MAX && edges() <= PHOTOGRAPH_EDGES_MAX;
        return isPhotograph ? ImageKind.PHOTOGRAPHIC : ImageKind.GRADUAL;
    }

    private void sample(Raster raster) {
        int width = raster.width();
        int height = raster.height();
        int stretches = SAMPLES_MAX / STRETCH;
        if ((long) (width + STRETCH - 1) / STRETCH * height <= stretches) {
            for (int row = 0; row < height; row++) {
                for (int x = 0; x < width; x += STRETCH) {
                    sampleStretch(raster, x, row, Math.min(STRETCH, width - x));
                }
            }
            return;
        }
        int columns = Math.max(1, width - STRETCH + 1);
        for (int i = 0; i < stretches; i++) {
            int row = (int) ((long) i * height / stretches);
            // As good as random, so that no pattern of columns is always hit or always missed.
            int x = ((i * 0x9e3779b1) >>> 8) % columns;
            sampleStretch(raster, x, row, Math.min(STRETCH, width - x));
        }
    }

    private void sampleStretch(Raster raster, int x, int row, int count) {
        readStretch(raster, x, row, count);
        int blue = 0;
        int green = 0;
        int red = 0;
        boolean isFlat = true;
        long sequence = appended(appended(0, here[0]), here[0]);
        boolean ran = true;
        boolean followedAbove = true;
        int follower = SeenTable.NEVER;
        for (int i = 1; i <= count; i++) {
            int colour = here[i];
            int left = here[i - 1];
            int up = above[i];
            sequence = appended(sequence, colour);
            int seen = sequences.see(sequence, samples);
            boolean runs = colour == left;
            boolean followsAbove = colour == up;
            countPixel(colour, left, up, runs || followsAbove || seen != SeenTable.NEVER);
            // What continues needs no new reference.
            boolean followsSequence = seen != SeenTable.NEVER && seen == follower;
            if (!(runs && ran) && !(followsAbove && followedAbove) && !followsSequence) {
                references++;
            }
            ran = runs;
            followedAbove = followsAbove;
            follower = seen + 1;
            isFlat &= runs && followsAbove;
            blue += residual(colour, left, up);
            green += residual(colour >> 8, left >> 8, up >> 8);
            red += residual(colour >> 16, left >> 16, up >> 16);
        }
        // QUIC takes next to nothing for a run that the row above foretells.
        if (!isFlat) {
            residualBits += count * (bits(blue, count) + bits(green, count) + bits(red, count));
        }
    }

    /** Fills {@link #here} and {@link #above}; a neighbour outside the image is the nearest pixel inside. */
    private void readStretch(Raster raster, int x, int row, int count) {
        int lead = x > 0 ? 1 : 0;
        Colours.read(raster, x - lead, row, here, 1 - lead, count + lead);
        if (row > 0) {
            Colours.read(raster, x - lead, row - 1, above, 1 - lead, count + lead);
        }
        if (lead == 0) {
            here[0] = row > 0 ? above[1] : here[1];
            above[0] = here[0];
        }
        if (row == 0) {
            System.arraycopy(here, 0, above, 1, count);
        }
    }

    private void countPixel(int colour, int left, int up, boolean repeatsSomething) {
        samples++;
        if (colours.see(colour, samples) == SeenTable.NEVER) {
            distinctColours++;
        }
        if (colour == left) {
            runs++;
        }
        if (repeatsSomething) {
            repeats++;
        }
        if (Colours.contrast(colour, left, contrast) || Colours.contrast(colour, up, contrast)) {
            edges++;
        }
    }

    /** The last 48 bits of pixels: two of them, or three of 16 bits, of which two alone would be alike by chance. */
    private long appended(long sequence, int colour) {
        if (literalBytes == 2) {
            int packed = (colour & 0x1f) | (colour & 0x1f00) >> 3 | (colour & 0x1f_0000) >> 6;
            return (sequence << 16 | packed) & 0xffff_ffff_ffffL;
        }
        return (sequence << 24 | colour) & 0xffff_ffff_ffffL;
    }

    /** How far the lowest byte is from the mean of its neighbours', which is what QUIC predicts. */
    private static int residual(int colour, int left, int up) {
        return Math.abs((colour & 0xff) - (((left & 0xff) + (up & 0xff)) >> 1));
    }

    private static double bits(int sum, int count) {
        return RESIDUAL_BITS[sum * STRETCH / count];
    }
}
