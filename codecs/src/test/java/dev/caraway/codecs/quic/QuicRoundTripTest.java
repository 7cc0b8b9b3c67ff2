package dev.caraway.codecs.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuicRoundTripTest {

    private static final int[][] SIZES = {
        {1, 1}, {2, 1}, {3, 1}, {4, 4}, {1, 7}, {9, 1}, {33, 2}, {64, 48}, {127, 31}, {300, 200}, {1, 500}, {1023, 3}
    };

    private final QuicEncoder encoder = new QuicEncoder();
    private final QuicDecoder decoder = new QuicDecoder();

    @ParameterizedTest
    @EnumSource(QuicImageType.class)
    void everyGeneratedRasterComesBack(QuicImageType type) {
        for (Look look : Look.values()) {
            for (int[] size : SIZES) {
                for (LineOrder lineOrder : LineOrder.values()) {
                    for (int gap : new int[] {0, 1, 13}) {
                        assertComesBack(Rasters.generate(look, type.format(), size[0], size[1], gap, lineOrder, 7));
                    }
                }
            }
        }
    }

    /** The model's first six segments of 2048 pixels end within rows, at their ends and beyond them. */
    @ParameterizedTest
    @EnumSource(QuicImageType.class)
    void rowsAroundTheLengthOfASegmentComeBack(QuicImageType type) {
        for (Look look : Look.values()) {
            for (int width : new int[] {1024, 2047, 2048, 2049, 4096, 13_000}) {
                assertComesBack(Rasters.generate(look, type.format(), width, 9, 0, LineOrder.TOP_DOWN, 5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QuicImageType.class)
    void runsOfEveryLengthComeBack(QuicImageType type) {
        for (int width = 1; width < 300; width++) {
            assertComesBack(Rasters.generate(Look.FLAT, type.format(), width, 3, 0, LineOrder.TOP_DOWN, width));
        }
        assertComesBack(Rasters.generate(Look.FLAT, type.format(), 200_000, 30, 0, LineOrder.TOP_DOWN, 1));
    }

    /** Runs that end after any number of pixels and begin again at once, among few colours. */
    @ParameterizedTest
    @EnumSource(QuicImageType.class)
    void brokenRunsComeBack(QuicImageType type) {
        Random random = new Random(12);
        int unit = type.format().bytesPerPixel();
        for (int calm = 1; calm < 40; calm++) {
            Raster raster = Rasters.generate(Look.FLAT, type.format(), 120, 110, 0, LineOrder.TOP_DOWN, calm);
            byte[] pixels = raster.pixels();
            for (int at = random.nextInt(calm); at < pixels.length / unit; at += 1 + random.nextInt(calm)) {
                pixels[at * unit + random.nextInt(unit)] ^= (byte) (1 << random.nextInt(7));
            }
            assertComesBack(raster);
        }
    }

    @Test
    void theTopRowComesFirstInEitherLineOrder() {
        for (QuicImageType type : QuicImageType.values()) {
            Raster topDown = Rasters.generate(Look.GRADIENT, type.format(), 31, 17, 0, LineOrder.TOP_DOWN, 2);
            Raster bottomUp = Rasters.generate(Look.GRADIENT, type.format(), 31, 17, 5, LineOrder.BOTTOM_UP, 3);

            assertThat(compress(bottomUp)).isEqualTo(compress(topDown));
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
            for (QuicImageType type : QuicImageType.values()) {
                compress(Rasters.generate(look, type.format(), 500, 40, 0, LineOrder.TOP_DOWN, 1));
            }
        }
        assertThat(encoder.compress(raster, new byte[300], 0)).isEqualTo(QuicEncoder.DOES_NOT_FIT);

        assertThat(compress(raster)).isEqualTo(first);
        assertThat(new QuicEncoder().compress(raster, new byte[30_000], 0)).isEqualTo(first.length);
    }

    @Test
    void anOutputThatIsTooSmallIsAnAnswerAndNothingBeyondItIsWritten() {
        for (QuicImageType type : QuicImageType.values()) {
            for (Look look : Look.values()) {
                Raster raster = Rasters.generate(look, type.format(), 40, 20, 0, LineOrder.TOP_DOWN, 1);
                int needed = compress(raster).length;
                for (int room = 0; room < needed; room++) {
                    assertThat(encoder.compress(raster, new byte[room + 3], 3)).isEqualTo(QuicEncoder.DOES_NOT_FIT);
                }
                byte[] out = new byte[needed + 7];
                Arrays.fill(out, (byte) 0x5a);
                assertThat(encoder.compress(raster, out, 3)).isEqualTo(needed);
                assertThat(Arrays.copyOf(out, 3)).containsOnly(0x5a);
                assertThat(Arrays.copyOfRange(out, 3 + needed, out.length)).containsOnly(0x5a);
            }
        }
    }

    @Test
    void aLargeOutputThatIsTooSmallIsAnAnswer() {
        Raster noise = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 200, 100, 0, LineOrder.TOP_DOWN, 1);
        int needed = compress(noise).length;
        for (int room = needed - 9000; room < needed; room += 700) {
            assertThat(encoder.compress(noise, new byte[room], 0)).isEqualTo(QuicEncoder.DOES_NOT_FIT);
        }
    }

    @Test
    void flatAndSmoothImagesShrink() {
        Raster flat = Rasters.generate(Look.FLAT, PixelFormat.XRGB32, 400, 300, 0, LineOrder.TOP_DOWN, 1);
        Raster smooth = Rasters.generate(Look.GRADIENT, PixelFormat.XRGB32, 400, 300, 0, LineOrder.TOP_DOWN, 1);

        assertThat(compress(flat).length).isLessThan(1000);
        assertThat(compress(smooth).length).isLessThan(400 * 300 * 4 / 2);
    }

    @Test
    void everyTruncationAndATrailingWordAreRefused() {
        for (QuicImageType type : QuicImageType.values()) {
            byte[] image = compress(Rasters.generate(Look.TEXT, type.format(), 50, 30, 0, LineOrder.TOP_DOWN, 1));
            for (int length = 0; length < image.length; length++) {
                int truncated = length;
                assertThatThrownBy(() -> decoder.decompress(image, 0, truncated, 10_000))
                        .isInstanceOf(ImageFormatException.class);
            }
            byte[] longer = Arrays.copyOf(image, image.length + 4);
            assertThatThrownBy(() -> decoder.decompress(longer, 0, longer.length, 10_000))
                    .isInstanceOf(ImageFormatException.class);
        }
    }

    /** Ten images may cost headers and the asking itself, but not a single row each. */
    @Test
    void pixelsMakeNoGarbage() throws JMException {
        int width = 2000;
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.RGBA32, width, 20, 0, LineOrder.TOP_DOWN, 1);
        Raster target = Raster.allocate(PixelFormat.RGBA32, width, 20);
        byte[] out = new byte[QuicEncoder.maxCompressedBytes(PixelFormat.RGBA32, width, 20)];
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 10; attempt++) {
            long before = allocatedBytes();
            for (int image = 0; image < 10; image++) {
                int length = encoder.compress(raster, out, 0);
                decoder.decompress(out, 0, length, target);
            }
            least = Math.min(least, allocatedBytes() - before);
        }
        assertThat(least).isPositive().isLessThan(10L * width);
    }

    /** What this thread has allocated since it began. */
    private static long allocatedBytes() throws JMException {
        ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
        return (long) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        threads,
                        "getThreadAllocatedBytes",
                        new Object[] {Thread.currentThread().getId()},
                        new String[] {"long"});
    }

    private byte[] compress(Raster raster) {
        byte[] out = new byte[QuicEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
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
        int unit = expected.format().bytesPerPixel();
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
