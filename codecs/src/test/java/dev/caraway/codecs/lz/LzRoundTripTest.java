package dev.caraway.codecs.lz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LzRoundTripTest {

    private static final int[][] SIZES = {
        {1, 1}, {2, 1}, {1, 7}, {9, 1}, {3, 3}, {33, 2}, {64, 48}, {127, 31}, {300, 200}, {1, 500}, {1023, 3}
    };

    private final LzEncoder encoder = new LzEncoder();
    private final LzDecoder decoder = new LzDecoder();

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void everyGeneratedRasterComesBack(PixelFormat format) {
        for (Look look : Look.values()) {
            for (int[] size : SIZES) {
                for (LineOrder lineOrder : LineOrder.values()) {
                    for (int gap : new int[] {0, 1, 13}) {
                        Raster raster = Rasters.generate(look, format, size[0], size[1], gap, lineOrder, 7);
                        assertComesBack(raster);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void anImageOfManyBlocksComesBack(PixelFormat format) {
        for (Look look : Look.values()) {
            assertComesBack(Rasters.generate(look, format, 701, 613, 3, LineOrder.TOP_DOWN, 3));
        }
    }

    /** One row of noise, repeated after every distance around the near and the far limit. */
    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"A8", "RGB16_555", "RGB24", "XRGB32"})
    void referencesAtTheLimitsOfDistanceComeBack(PixelFormat format) {
        for (int distance : new int[] {8190, 8191, 8192, 8193, 73726, 73727, 73728}) {
            Raster raster = Rasters.generate(Look.NOISE, format, distance + 40, 1, 0, LineOrder.TOP_DOWN, distance);
            int unit = format.bytesPerPixel();
            System.arraycopy(raster.pixels(), 0, raster.pixels(), distance * unit, 40 * unit);
            assertComesBack(raster);
        }
    }

    /** Lengths around each point where the wire takes another byte for them. */
    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"A8", "RGB16_555", "RGB24", "XRGB32"})
    void runsOfEveryLengthComeBack(PixelFormat format) {
        for (int width = 1; width < 540; width++) {
            assertComesBack(Rasters.generate(Look.FLAT, format, width, 1, 0, LineOrder.TOP_DOWN, width));
        }
    }

    @Test
    void theAlphaPlaneAloneComesBack() {
        for (LineOrder lineOrder : LineOrder.values()) {
            for (int gap : new int[] {0, 5}) {
                Raster raster = Rasters.generate(Look.TEXT, PixelFormat.RGBA32, 61, 40, gap, lineOrder, 5);
                byte[] out = new byte[20_000];
                int length = encoder.compressAlpha(raster, out, 0);
                assertThat(LzHeader.decode(out, 0, length).type()).isEqualTo(LzImageType.XXXA);

                Raster target = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 61, 40, 9, LineOrder.TOP_DOWN, 6);
                byte[] before = target.pixels().clone();
                decoder.decompress(out, 0, length, target);

                for (int y = 0; y < 40; y++) {
                    for (int x = 0; x < 61; x++) {
                        int at = target.pixelOffset(x, y);
                        before[at + 3] = raster.pixels()[raster.pixelOffset(x, y) + 3];
                    }
                }
                assertThat(target.pixels()).isEqualTo(before);
            }
        }
    }

    @Test
    void unusedBitsDoNotReachTheWire() {
        for (PixelFormat format : new PixelFormat[] {PixelFormat.XRGB32, PixelFormat.RGB16_555}) {
            Raster raster = Rasters.generate(Look.TEXT, format, 90, 70, 3, LineOrder.TOP_DOWN, 1);
            byte[] clean = compress(raster);
            Random random = new Random(2);
            int unit = format.bytesPerPixel();
            for (int y = 0; y < 70; y++) {
                for (int x = 0; x < 90; x++) {
                    int last = raster.pixelOffset(x, y) + unit - 1;
                    int noise = random.nextInt() & (format == PixelFormat.XRGB32 ? 0xff : 0x80);
                    raster.pixels()[last] ^= (byte) noise;
                }
            }
            assertThat(compress(raster)).isEqualTo(clean);
        }
    }

    @Test
    void theOutputDoesNotDependOnImagesBefore() {
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.XRGB32, 90, 70, 0, LineOrder.TOP_DOWN, 1);
        byte[] first = compress(raster);
        for (Look look : Look.values()) {
            compress(Rasters.generate(look, PixelFormat.RGBA32, 500, 400, 0, LineOrder.TOP_DOWN, 1));
        }

        assertThat(compress(raster)).isEqualTo(first);
        assertThat(new LzEncoder().compress(raster, new byte[30_000], 0)).isEqualTo(first.length);
    }

    @Test
    void anOutputThatIsTooSmallIsAnAnswerAndNothingBeyondItIsWritten() {
        for (PixelFormat format : PixelFormat.values()) {
            for (Look look : Look.values()) {
                Raster raster = Rasters.generate(look, format, 40, 20, 0, LineOrder.TOP_DOWN, 1);
                int needed = compress(raster).length;
                for (int room = 0; room < needed; room++) {
                    assertThat(encoder.compress(raster, new byte[room + 3], 3)).isEqualTo(LzEncoder.DOES_NOT_FIT);
                }
                assertThat(encoder.compress(raster, new byte[needed + 3], 3)).isEqualTo(needed);
            }
        }
    }

    @Test
    void textAndFlatImagesShrink() {
        Raster flat = Rasters.generate(Look.FLAT, PixelFormat.XRGB32, 400, 300, 0, LineOrder.TOP_DOWN, 1);
        Raster text = Rasters.generate(Look.TEXT, PixelFormat.XRGB32, 400, 300, 0, LineOrder.TOP_DOWN, 1);

        assertThat(compress(flat).length).isLessThan(600);
        assertThat(compress(text).length).isLessThan(400 * 300 * 4 / 10);
    }

    @Test
    void everyTruncationAndATrailingByteAreRefused() {
        for (PixelFormat format : PixelFormat.values()) {
            byte[] image = compress(Rasters.generate(Look.TEXT, format, 50, 30, 0, LineOrder.TOP_DOWN, 1));
            for (int length = 0; length < image.length; length++) {
                int truncated = length;
                assertThatThrownBy(() -> decoder.decompress(image, 0, truncated, 10_000))
                        .isInstanceOf(ImageFormatException.class);
            }
            byte[] longer = Arrays.copyOf(image, image.length + 1);
            assertThatThrownBy(() -> decoder.decompress(longer, 0, longer.length, 10_000))
                    .isInstanceOf(ImageFormatException.class);
        }
    }

    private byte[] compress(Raster raster) {
        byte[] out = new byte[LzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int length = encoder.compress(raster, out, 0);
        assertThat(length).isPositive();
        return Arrays.copyOf(out, length);
    }

    private void assertComesBack(Raster raster) {
        byte[] image = compress(raster);
        assertSamePixels(raster, decoder.decompress(image, 0, image.length, raster.width() * raster.height()));

        LineOrder other = raster.lineOrder() == LineOrder.TOP_DOWN ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
        Raster target = Rasters.generate(Look.NOISE, raster.format(), raster.width(), raster.height(), 6, other, 99);
        byte[] around = target.pixels().clone();
        decoder.decompress(image, 0, image.length, target);
        assertSamePixels(raster, target);
        for (int y = 0; y < target.height(); y++) {
            System.arraycopy(around, target.rowOffset(y), target.pixels(), target.rowOffset(y), target.rowBytes());
        }
        assertThat(Arrays.equals(target.pixels(), around)).isTrue();
    }

    static void assertSamePixels(Raster expected, Raster got) {
        assertThat(got.format()).isEqualTo(expected.format());
        int unused = switch (expected.format()) {
            case XRGB32 -> 0xff;
            case RGB16_555 -> 0x80;
            default -> 0;
        };
        int unit = Math.max(1, expected.format().bitsPerPixel() / 8);
        for (int y = 0; y < expected.height(); y++) {
            for (int i = 0; i < expected.rowBytes(); i++) {
                int mask = i % unit == unit - 1 ? ~unused & 0xff : 0xff;
                int want = expected.pixels()[expected.rowOffset(y) + i] & mask;
                if (want != (got.pixels()[got.rowOffset(y) + i] & 0xff)) {
                    throw new AssertionError(expected + ": row " + y + " byte " + i + " differs");
                }
            }
        }
    }
}
