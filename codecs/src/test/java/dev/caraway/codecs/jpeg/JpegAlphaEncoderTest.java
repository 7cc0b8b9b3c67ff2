package dev.caraway.codecs.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.lz.LzDecoder;
import dev.caraway.codecs.lz.LzHeader;
import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JpegAlphaEncoderTest {

    private final JpegAlphaEncoder encoder = new JpegAlphaEncoder();

    @ParameterizedTest
    @EnumSource(LineOrder.class)
    void theColoursAreAJpegAndTheAlphaFollowsInTheRastersOrder(LineOrder lineOrder) {
        Raster raster = Rasters.generate(Look.GRADIENT, PixelFormat.RGBA32, 61, 40, 5, lineOrder, 5);
        byte[] out = new byte[40_000];

        int length = encoder.compress(raster, 85, JpegSampling.FOUR_TWO_ZERO, out, 7);

        int jpeg = encoder.jpegBytes();
        byte[] alone = new byte[40_000];
        assertThat(new JpegEncoder().compress(raster, 85, JpegSampling.FOUR_TWO_ZERO, alone, 0))
                .isEqualTo(jpeg);
        assertThat(Arrays.copyOfRange(out, 7, 7 + jpeg)).isEqualTo(Arrays.copyOf(alone, jpeg));

        LzHeader header = LzHeader.decode(out, 7 + jpeg, length - jpeg);
        assertThat(header).isEqualTo(new LzHeader(LzImageType.XXXA, 61, 40, lineOrder));
        Raster target = Raster.allocate(PixelFormat.RGBA32, 61, 40);
        new LzDecoder().decompress(out, 7 + jpeg, length - jpeg, target);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 61; x++) {
                assertThat(target.pixels()[target.pixelOffset(x, y) + 3])
                        .isEqualTo(raster.pixels()[raster.pixelOffset(x, y) + 3]);
            }
        }
    }

    @Test
    void anOutputThatIsTooSmallIsAnAnswer() {
        Raster raster = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 30, 20, 0, LineOrder.TOP_DOWN, 1);
        int needed = encoder.compress(raster, 85, JpegSampling.FOUR_FOUR_FOUR, new byte[40_000], 0);
        for (int room = 0; room < needed; room++) {
            assertThat(encoder.compress(raster, 85, JpegSampling.FOUR_FOUR_FOUR, new byte[room], 0))
                    .isEqualTo(JpegAlphaEncoder.DOES_NOT_FIT);
            assertThat(encoder.jpegBytes()).isZero();
        }
        assertThat(encoder.compress(raster, 85, JpegSampling.FOUR_FOUR_FOUR, new byte[needed], 0))
                .isEqualTo(needed);
    }

    @Test
    void noPictureNeedsMoreThanItIsSaidTo() {
        Raster raster = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 123, 77, 0, LineOrder.TOP_DOWN, 1);
        byte[] out = new byte[(int) JpegAlphaEncoder.maxCompressedBytes(JpegSampling.FOUR_FOUR_FOUR, 123, 77)];

        assertThat(encoder.compress(raster, 100, JpegSampling.FOUR_FOUR_FOUR, out, 0))
                .isPositive();
    }

    @Test
    void pixelsWithoutAlphaAreRefused() {
        assertThatThrownBy(() -> encoder.compress(
                        Raster.allocate(PixelFormat.XRGB32, 4, 4), 85, JpegSampling.FOUR_TWO_ZERO, new byte[999], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("jpeg with alpha: expected RGBA32, got XRGB32");
    }
}
