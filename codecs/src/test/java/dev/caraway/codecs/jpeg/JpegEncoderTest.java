package dev.caraway.codecs.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegEncoderTest {

    private final JpegEncoder encoder = new JpegEncoder();

    @ParameterizedTest
    @EnumSource(JpegSampling.class)
    void everySizeUpTo40By40HasItsSizeAndItsPicture(JpegSampling sampling) {
        for (int height = 1; height <= 40; height++) {
            for (int width = 1; width <= 40; width++) {
                Raster raster = slope(width, height);
                byte[] jpeg = compress(raster, 90, sampling);

                assertThat(Pictures.psnr(Pictures.of(raster), Pictures.decode(jpeg, 0, jpeg.length)))
                        .as("%dx%d", width, height)
                        .isGreaterThan(37);
            }
        }
    }

    /** The bounds are a decibel or less below what the codec gives, so that a wrong table or colour misses them. */
    @ParameterizedTest
    @CsvSource({
        "FOUR_TWO_ZERO, 30, 33.6",
        "FOUR_TWO_ZERO, 50, 34.7",
        "FOUR_TWO_ZERO, 85, 36.7",
        "FOUR_TWO_ZERO, 95, 41.8",
        "FOUR_FOUR_FOUR, 30, 33.6",
        "FOUR_FOUR_FOUR, 50, 34.8",
        "FOUR_FOUR_FOUR, 85, 37.2",
        "FOUR_FOUR_FOUR, 100, 50"
    })
    void aPhotographKeepsItsColours(JpegSampling sampling, int quality, double decibels) {
        Raster raster = photograph(350, 250, PixelFormat.XRGB32);
        byte[] jpeg = compress(raster, quality, sampling);

        assertThat(Pictures.psnr(Pictures.of(raster), Pictures.decode(jpeg, 0, jpeg.length)))
                .isBetween(decibels, decibels + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 75, 85, 95})
    void theJdksEncoderIsNeitherSmallerNorCloserToThePicture(int quality) {
        Raster raster = photograph(350, 250, PixelFormat.XRGB32);
        int[][] picture = Pictures.of(raster);
        byte[] theirs = Pictures.encode(picture, quality);
        byte[] ours = compress(raster, quality, JpegSampling.FOUR_TWO_ZERO);

        assertThat(ours.length).isBetween((int) (theirs.length * 0.93), (int) (theirs.length * 1.01));
        assertThat(Pictures.psnr(picture, Pictures.decode(ours, 0, ours.length)))
                .isGreaterThan(Pictures.psnr(picture, Pictures.decode(theirs, 0, theirs.length)) - 0.05);
    }

    @ParameterizedTest
    @EnumSource(JpegSampling.class)
    void aFlatPictureIsWithinAStepOfItsColour(JpegSampling sampling) {
        for (int colour : new int[] {0, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x808080, 0x123456, 0xffff00}) {
            Raster raster = flat(37, 21, colour);
            byte[] jpeg = compress(raster, 100, sampling);
            int[][] decoded = Pictures.decode(jpeg, 0, jpeg.length);
            for (int shift = 0; shift < 24; shift += 8) {
                assertThat(decoded[20][36] >> shift & 255).isCloseTo(colour >> shift & 255, Offset.offset(1));
            }
        }
    }

    /** Black and white squares at quality 100 are the largest coefficients there are. */
    @ParameterizedTest
    @EnumSource(JpegSampling.class)
    void theLargestContrastsComeBack(JpegSampling sampling) {
        for (int cell : new int[] {1, 2, 4, 8, 16}) {
            Raster raster = Raster.allocate(PixelFormat.XRGB32, 64, 64);
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    int colour = (x / cell + y / cell) % 2 == 0 ? 0 : 0xffffff;
                    set(raster, x, y, colour);
                }
            }
            byte[] jpeg = compress(raster, 100, sampling);

            assertThat(Pictures.psnr(Pictures.of(raster), Pictures.decode(jpeg, 0, jpeg.length)))
                    .as("cells of %d", cell)
                    .isGreaterThan(45);
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void aHigherQualityIsNeverSmaller(Look look) {
        Raster raster = Rasters.generate(look, PixelFormat.XRGB32, 200, 120, 0, LineOrder.TOP_DOWN, 3);
        for (JpegSampling sampling : JpegSampling.values()) {
            int before = 0;
            for (int quality : new int[] {1, 10, 25, 40, 50, 60, 75, 85, 92, 97, 100}) {
                int length = compress(raster, quality, sampling).length;
                assertThat(length).as("quality %d", quality).isGreaterThanOrEqualTo(before);
                before = length;
            }
        }
    }

    @Test
    void lessColourIsSmaller() {
        Raster raster = photograph(350, 250, PixelFormat.XRGB32);

        assertThat(compress(raster, 85, JpegSampling.FOUR_TWO_ZERO).length)
                .isLessThan(compress(raster, 85, JpegSampling.FOUR_FOUR_FOUR).length);
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void onlyThePictureDecidesTheBytes(PixelFormat format) {
        for (JpegSampling sampling : JpegSampling.values()) {
            for (LineOrder lineOrder : LineOrder.values()) {
                for (int gap : new int[] {0, 1, 13}) {
                    Raster raster = Rasters.generate(Look.NOISE, format, 61, 39, gap, lineOrder, 5);
                    Raster plain = Raster.allocate(PixelFormat.XRGB32, 61, 39);
                    int[][] picture = Pictures.of(raster);
                    for (int y = 0; y < 39; y++) {
                        for (int x = 0; x < 61; x++) {
                            set(plain, x, y, picture[y][x]);
                        }
                    }

                    assertThat(compress(raster, 80, sampling)).isEqualTo(compress(plain, 80, sampling));
                }
            }
        }
    }

    @Test
    void theBytesDoNotDependOnImagesBefore() {
        Raster raster = photograph(350, 250, PixelFormat.XRGB32);
        byte[] first = compress(raster, 85, JpegSampling.FOUR_TWO_ZERO);
        compress(
                Rasters.generate(Look.NOISE, PixelFormat.RGB24, 500, 400, 3, LineOrder.BOTTOM_UP, 1),
                13,
                JpegSampling.FOUR_FOUR_FOUR);
        encoder.compress(raster, 100, JpegSampling.FOUR_TWO_ZERO, new byte[5000], 0);

        assertThat(compress(raster, 85, JpegSampling.FOUR_TWO_ZERO)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(JpegSampling.class)
    void anOutputThatIsTooSmallIsAnAnswer(JpegSampling sampling) {
        Raster raster = Rasters.generate(Look.NOISE, PixelFormat.XRGB32, 40, 20, 0, LineOrder.TOP_DOWN, 1);
        byte[] expected = compress(raster, 90, sampling);
        for (int room = 0; room < expected.length; room++) {
            assertThat(encoder.compress(raster, 90, sampling, new byte[room + 3], 3))
                    .isEqualTo(JpegEncoder.DOES_NOT_FIT);
        }
        byte[] out = new byte[expected.length + 3];
        assertThat(encoder.compress(raster, 90, sampling, out, 3)).isEqualTo(expected.length);
        assertThat(Arrays.copyOfRange(out, 3, out.length)).isEqualTo(expected);
    }

    @Test
    void noPictureNeedsMoreThanItIsSaidTo() {
        for (JpegSampling sampling : JpegSampling.values()) {
            Raster raster = Rasters.generate(Look.NOISE, PixelFormat.XRGB32, 123, 77, 0, LineOrder.TOP_DOWN, 1);
            byte[] out = new byte[(int) JpegEncoder.maxCompressedBytes(sampling, 123, 77)];

            assertThat(encoder.compress(raster, 100, sampling, out, 0)).isPositive();
        }
        assertThat(JpegEncoder.maxCompressedBytes(JpegSampling.FOUR_FOUR_FOUR, 65500, 65500))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "FOUR_TWO_ZERO, 350, 250, 2", "FOUR_TWO_ZERO, 350, 250, 7", "FOUR_TWO_ZERO, 17, 200, 13",
        "FOUR_TWO_ZERO, 5, 5, 4", "FOUR_FOUR_FOUR, 350, 250, 3", "FOUR_FOUR_FOUR, 9, 160, 20"
    })
    void stripsOfManyEncodersAreThePictureOfOne(JpegSampling sampling, int width, int height, int count) {
        Raster raster = photograph(width, height, PixelFormat.XRGB32);
        JpegStrips strips = JpegStrips.about(count, raster, sampling);
        byte[] joined = new byte[500_000];
        int length = 0;
        for (int strip = 0; strip < strips.count(); strip++) {
            // Each from an encoder that knows nothing of the others.
            int bytes = new JpegEncoder().compressStrip(raster, 85, strips, strip, joined, length);
            assertThat(bytes).isPositive();
            length += bytes;
        }
        byte[] whole = compress(raster, 85, sampling);

        assertThat(Pictures.decode(joined, 0, length)).isDeepEqualTo(Pictures.decode(whole, 0, whole.length));
    }

    @Test
    void aSingleStripIsTheWholeImage() {
        Raster raster = photograph(100, 60, PixelFormat.XRGB32);
        byte[] whole = compress(raster, 85, JpegSampling.FOUR_TWO_ZERO);
        byte[] out = new byte[100_000];
        JpegStrips strips = JpegStrips.about(1, raster, JpegSampling.FOUR_TWO_ZERO);

        assertThat(encoder.compressStrip(raster, 85, strips, 0, out, 0)).isEqualTo(whole.length);
        assertThat(Arrays.copyOf(out, whole.length)).isEqualTo(whole);
    }

    @Test
    void aStripThatDoesNotFitIsAnAnswer() {
        Raster raster = photograph(100, 60, PixelFormat.XRGB32);
        JpegStrips strips = JpegStrips.about(2, raster, JpegSampling.FOUR_TWO_ZERO);
        int needed = encoder.compressStrip(raster, 85, strips, 1, new byte[100_000], 0);

        assertThat(encoder.compressStrip(raster, 85, strips, 1, new byte[needed], 0))
                .isEqualTo(needed);
        assertThat(encoder.compressStrip(raster, 85, strips, 1, new byte[needed - 1], 0))
                .isEqualTo(JpegEncoder.DOES_NOT_FIT);
    }

    @Test
    void aCompressedImageAllocatesNothing() {
        Raster raster = photograph(350, 250, PixelFormat.XRGB32);
        byte[] out = new byte[200_000];

        assertThat(Allocation.inSteadyState(() -> encoder.compress(raster, 85, JpegSampling.FOUR_TWO_ZERO, out, 0)))
                .isZero();
    }

    @Test
    void whatNoJpegHoldsIsRefused() {
        Raster palette = Raster.allocate(PixelFormat.PALETTE8, 4, 4);
        Raster wide = Raster.allocate(PixelFormat.XRGB32, 65501, 1);
        Raster colours = Raster.allocate(PixelFormat.XRGB32, 4, 4);
        byte[] out = new byte[2000];

        assertThatThrownBy(() -> encoder.compress(palette, 85, JpegSampling.FOUR_TWO_ZERO, out, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got PALETTE8");
        assertThatThrownBy(() -> encoder.compress(wide, 85, JpegSampling.FOUR_TWO_ZERO, out, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at most 65500");
        for (int quality : new int[] {0, 101}) {
            assertThatThrownBy(() -> encoder.compress(colours, quality, JpegSampling.FOUR_TWO_ZERO, out, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("jpeg quality: expected 1 to 100, got " + quality);
        }
        JpegStrips others = JpegStrips.whole(wide, JpegSampling.FOUR_TWO_ZERO);
        assertThatThrownBy(() -> encoder.compressStrip(colours, 85, others, 0, out, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stripsAreAsManyAsFitTheirRestartInterval() {
        Raster wide = Raster.allocate(PixelFormat.XRGB32, 65500, 64);
        JpegStrips strips = JpegStrips.about(2, wide, JpegSampling.FOUR_FOUR_FOUR);

        assertThat(strips.mcuRowsPerStrip()).isEqualTo(4);
        assertThat(JpegStrips.about(2, Raster.allocate(PixelFormat.XRGB32, 8, 8 * 20000), JpegSampling.FOUR_FOUR_FOUR)
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> new JpegStrips(JpegSampling.FOUR_FOUR_FOUR, 8188, 20, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jpeg strip: expected at most 65535 coded units, got 73692");
        assertThatThrownBy(() -> JpegStrips.about(0, wide, JpegSampling.FOUR_FOUR_FOUR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] compress(Raster raster, int quality, JpegSampling sampling) {
        byte[] out = new byte[(int) JpegEncoder.maxCompressedBytes(sampling, raster.width(), raster.height())];
        int length = encoder.compress(raster, quality, sampling, out, 0);
        assertThat(length).isPositive();
        return Arrays.copyOf(out, length);
    }

    /** Three smooth slopes, a different one in each colour. */
    private static Raster slope(int width, int height) {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set(raster, x, y, (40 + 4 * x) << 16 | (200 - 3 * y) << 8 | (60 + 2 * x + 2 * y));
            }
        }
        return raster;
    }

    private static Raster flat(int width, int height, int colour) {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set(raster, x, y, colour);
            }
        }
        return raster;
    }

    /** Waves of different lengths in each colour, and the noise of a camera. */
    public static Raster photograph(int width, int height, PixelFormat format) {
        Random random = new Random(1);
        Raster raster = Raster.allocate(format, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int colour = 0;
                double noise = random.nextGaussian() * 3;
                for (int part = 0; part < 3; part++) {
                    double value = 128
                            + 60 * Math.sin(x / 37.0 + part)
                            + 50 * Math.cos(y / 23.0 - part)
                            + 30 * Math.sin(x * y / 9000.0)
                            + noise;
                    colour = colour << 8 | (int) Math.max(0, Math.min(255, value));
                }
                set(raster, x, y, colour);
            }
        }
        return raster;
    }

    private static void set(Raster raster, int x, int y, int colour) {
        int at = raster.pixelOffset(x, y);
        raster.pixels()[at] = (byte) colour;
        raster.pixels()[at + 1] = (byte) (colour >> 8);
        raster.pixels()[at + 2] = (byte) (colour >> 16);
    }
}
