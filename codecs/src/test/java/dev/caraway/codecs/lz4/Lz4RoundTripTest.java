package dev.caraway.codecs.lz4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Lz4RoundTripTest {

    private static final int[][] SIZES = {
        {1, 1}, {2, 1}, {1, 7}, {9, 1}, {3, 3}, {33, 2}, {64, 48}, {127, 31}, {300, 200}, {1, 500}, {1023, 3}
    };

    private final Lz4Encoder encoder = new Lz4Encoder();
    private final Lz4Decoder decoder = new Lz4Decoder();

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void everyGeneratedRasterComesBackFromBothDecoders(PixelFormat format) {
        for (Look look : Look.values()) {
            for (int[] size : SIZES) {
                for (LineOrder lineOrder : LineOrder.values()) {
                    for (int gap : new int[] {0, 1, 13}) {
                        assertComesBack(Rasters.generate(look, format, size[0], size[1], gap, lineOrder, 7));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void anImageOfManyBlocksComesBack(PixelFormat format) {
        for (Look look : Look.values()) {
            Raster raster = Rasters.generate(look, format, 701, 613, 3, LineOrder.TOP_DOWN, 3);
            byte[] image = compress(raster);
            assertThat(blocks(image)).isGreaterThan(2);
            assertComesBack(raster);
        }
        assertThat(blocks(compress(Rasters.generate(Look.TEXT, format, 701, 613, 0, LineOrder.TOP_DOWN, 3))))
                .isEqualTo(1);
    }

    /** Every length of literals and matches around each point where another byte says it. */
    @Test
    void runsOfEveryLengthComeBack() {
        for (PixelFormat format : new PixelFormat[] {PixelFormat.RGB16_555, PixelFormat.RGB24, PixelFormat.XRGB32}) {
            for (int width = 1; width < 300; width++) {
                assertComesBack(Rasters.generate(Look.FLAT, format, width, 1, 0, LineOrder.TOP_DOWN, width));
                assertComesBack(Rasters.generate(Look.NOISE, format, width, 1, 0, LineOrder.TOP_DOWN, width));
                assertComesBack(Rasters.generate(Look.STRIPES, format, width, 1, 0, LineOrder.TOP_DOWN, width));
            }
        }
    }

    /** Noise, then one colour, then the same noise again at each distance around the largest one. */
    @Test
    void matchesAtTheLimitOfDistanceComeBack() {
        for (int distance : new int[] {16383, 16384, 16385}) {
            Raster raster =
                    Rasters.generate(Look.NOISE, PixelFormat.XRGB32, distance + 40, 1, 0, LineOrder.TOP_DOWN, distance);
            Arrays.fill(raster.pixels(), 160, distance * 4, (byte) 7);
            System.arraycopy(raster.pixels(), 0, raster.pixels(), distance * 4, 160);

            // 16384 pixels are 65536 bytes, one more than a match can say, and 255 of them cost a byte of its length.
            assertThat(compress(raster).length < 160 + 65536 / 255 + 80).isEqualTo(distance == 16383);
            assertComesBack(raster);
        }
    }

    @Test
    void blocksOfTheSafeJavaEncoderAreRead() {
        for (Look look : Look.values()) {
            Raster raster = Rasters.generate(look, PixelFormat.XRGB32, 200, 90, 0, LineOrder.TOP_DOWN, 3);
            byte[] block =
                    LZ4Factory.safeInstance().fastCompressor().compress(raster.pixels(), 0, raster.pixels().length);
            byte[] image = new byte[6 + block.length];
            image[0] = 1;
            image[1] = 8;
            ByteBuffer.wrap(image).putInt(2, block.length);
            System.arraycopy(block, 0, image, 6, block.length);

            assertThat(decoder.decompress(image, 0, image.length, 200, 90).pixels())
                    .isEqualTo(raster.pixels());
        }
    }

    @Test
    void textAndFlatImagesShrinkAsMuchAsWithTheSafeJavaEncoder() {
        for (Look look : new Look[] {Look.FLAT, Look.TEXT, Look.STRIPES, Look.GRADIENT}) {
            Raster raster = Rasters.generate(look, PixelFormat.XRGB32, 400, 300, 0, LineOrder.TOP_DOWN, 1);
            int theirs = LZ4Factory.safeInstance()
                    .fastCompressor()
                    .compress(raster.pixels(), 0, raster.pixels().length)
                    .length;

            assertThat(compress(raster).length).as("%s", look).isLessThanOrEqualTo(theirs * 11 / 10 + 6);
        }
    }

    @Test
    void theOutputDoesNotDependOnImagesBefore() {
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.XRGB32, 90, 70, 0, LineOrder.TOP_DOWN, 1);
        byte[] first = compress(raster);
        for (Look look : Look.values()) {
            compress(Rasters.generate(look, PixelFormat.RGBA32, 500, 400, 3, LineOrder.TOP_DOWN, 1));
        }

        assertThat(compress(raster)).isEqualTo(first);
    }

    @Test
    void anOutputThatIsTooSmallIsAnAnswer() {
        for (Look look : Look.values()) {
            for (int gap : new int[] {0, 2}) {
                Raster raster = Rasters.generate(look, PixelFormat.RGB24, 40, 20, gap, LineOrder.TOP_DOWN, 1);
                byte[] expected = compress(raster);
                for (int room = 0; room < expected.length; room++) {
                    assertThat(encoder.compress(raster, new byte[room + 3], 3)).isEqualTo(Lz4Encoder.DOES_NOT_FIT);
                }
                byte[] out = new byte[expected.length + 3];
                assertThat(encoder.compress(raster, out, 3)).isEqualTo(expected.length);
                assertThat(Arrays.copyOfRange(out, 3, out.length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void everyTruncationAndATrailingByteAreRefused() {
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.RGB24, 50, 30, 0, LineOrder.TOP_DOWN, 1);
        byte[] image = compress(raster);
        for (int length = 0; length < image.length; length++) {
            int truncated = length;
            assertThatThrownBy(() -> decoder.decompress(image, 0, truncated, 50, 30))
                    .isInstanceOf(ImageFormatException.class);
        }
        byte[] longer = Arrays.copyOf(image, image.length + 1);
        assertThatThrownBy(() -> decoder.decompress(longer, 0, longer.length, 50, 30))
                .isInstanceOf(ImageFormatException.class);
    }

    @Test
    void aCompressedImageAllocatesNothing() {
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.XRGB32, 300, 200, 4, LineOrder.TOP_DOWN, 1);
        byte[] out = new byte[300_000];

        assertThat(Allocation.inSteadyState(() -> encoder.compress(raster, out, 0)))
                .isZero();
    }

    @Test
    void palettesAreRefused() {
        Raster raster = Raster.allocate(PixelFormat.PALETTE8, 4, 4);

        assertThatThrownBy(() -> encoder.compress(raster, new byte[99], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lz4 pixels: expected RGB16_555, RGB24, XRGB32 or RGBA32, got PALETTE8");
        assertThatThrownBy(() -> Lz4Encoder.maxCompressedBytes(PixelFormat.A8, 4, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] compress(Raster raster) {
        byte[] out = new byte[(int) Lz4Encoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int length = encoder.compress(raster, out, 0);
        assertThat(length).isPositive();
        return Arrays.copyOf(out, length);
    }

    private void assertComesBack(Raster raster) {
        byte[] image = compress(raster);
        byte[] expected = memory(raster);
        assertThat(image[0]).isEqualTo((byte) (raster.lineOrder() == LineOrder.TOP_DOWN ? 1 : 0));
        assertThat(decompressWithJavaLz4(image, expected.length)).isEqualTo(expected);

        Raster same = new Raster(
                new byte[expected.length],
                0,
                raster.rowBytes(),
                raster.width(),
                raster.height(),
                raster.format(),
                raster.lineOrder());
        decoder.decompress(image, 0, image.length, same);
        assertThat(same.pixels()).isEqualTo(expected);

        LineOrder other = raster.lineOrder() == LineOrder.TOP_DOWN ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
        Raster target = Rasters.generate(Look.NOISE, raster.format(), raster.width(), raster.height(), 6, other, 99);
        byte[] around = target.pixels().clone();
        decoder.decompress(image, 0, image.length, target);
        for (int y = 0; y < target.height(); y++) {
            int from = raster.rowOffset(y);
            System.arraycopy(raster.pixels(), from, around, target.rowOffset(y), raster.rowBytes());
        }
        assertThat(target.pixels()).isEqualTo(around);
    }

    /** The rows in the order of memory, without gaps. */
    private static byte[] memory(Raster raster) {
        byte[] bytes = new byte[raster.rowBytes() * raster.height()];
        for (int row = 0; row < raster.height(); row++) {
            int from = raster.offset() + row * raster.strideBytes();
            System.arraycopy(raster.pixels(), from, bytes, row * raster.rowBytes(), raster.rowBytes());
        }
        return bytes;
    }

    private static byte[] decompressWithJavaLz4(byte[] image, int length) {
        byte[] out = new byte[length];
        int filled = 0;
        ByteBuffer in = ByteBuffer.wrap(image).position(2);
        while (in.hasRemaining()) {
            int blockBytes = in.getInt();
            filled += LZ4Factory.safeInstance()
                    .safeDecompressor()
                    .decompress(image, in.position(), blockBytes, out, filled, length - filled);
            in.position(in.position() + blockBytes);
        }
        assertThat(filled).isEqualTo(length);
        return out;
    }

    private static int blocks(byte[] image) {
        int blocks = 0;
        for (int at = 2; at < image.length; blocks++) {
            at += 4 + ByteBuffer.wrap(image).getInt(at);
        }
        return blocks;
    }
}
