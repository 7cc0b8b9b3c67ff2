package dev.caraway.server.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.JpegAlphaData;
import dev.caraway.protocol.image.JpegData;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhotographCompressorTest {

    private final PhotographCompressor compressor = new PhotographCompressor();

    @ParameterizedTest
    @EnumSource(names = {"RGB24", "XRGB32"})
    void photographBecomesAJpeg(PixelFormat format) {
        assertThat(compressor.compress(photograph(format, 64))).containsInstanceOf(JpegData.class);
    }

    @Test
    void photographWithAlphaKeepsIt() {
        assertThat(compressor.compress(photograph(PixelFormat.RGBA32, 64)))
                .get()
                .isInstanceOfSatisfying(JpegAlphaData.class, both -> {
                    assertThat(both.flags()).isEqualTo(JpegAlphaData.TOP_DOWN);
                    assertThat(both.jpegSizeBytes()).isBetween(1, both.data().length() - 1);
                });
    }

    @Test
    void smallPhotographKeepsItsDetail() {
        assertThat(compressor.compress(photograph(PixelFormat.XRGB32, 31))).isEmpty();
    }

    @Test
    void photographOfFewColoursKeepsItsDetail() {
        assertThat(compressor.compress(Raster.allocate(PixelFormat.RGB16_555, 64, 64)))
                .isEmpty();
    }

    @Test
    void screenOfWindowsKeepsItsDetail() {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, 64, 64);
        Random random = new Random(1);
        for (int i = 0; i < raster.pixels().length; i++) {
            raster.pixels()[i] = (byte) (random.nextInt(3) == 0 ? 0 : 0xff);
        }
        assertThat(compressor.compress(raster)).isEmpty();
    }

    @Test
    void whatHardlyShrinksKeepsItsDetail() {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, 64, 64);
        Random random = new Random(1);
        for (int i = 0; i < raster.pixels().length; i++) {
            raster.pixels()[i] = (byte) (100 + random.nextInt(50));
        }
        assertThat(compressor.compress(raster)).isEmpty();
    }

    private static Raster photograph(PixelFormat format, int side) {
        Raster raster = Raster.allocate(format, side, side);
        Random noise = new Random(1);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int light = (int) (120 + 50 * Math.sin(x / 17.0) + 40 * Math.cos(y / 13.0));
                int at = raster.pixelOffset(x, y);
                for (int part = 0; part < 3; part++) {
                    raster.pixels()[at + part] = (byte) (light + 5 * part + noise.nextInt(5));
                }
            }
        }
        return raster;
    }
}
