package dev.caraway.codecs.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Photographs;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import dev.caraway.codecs.pixel.Screens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradualityTest {

    private static final int[][] SIZES = {{2, 2}, {3, 9}, {5, 40}, {15, 15}, {16, 2}, {64, 48}, {127, 31}, {300, 200}};

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void aSmallImageScoresAsWithEveryFifteenthPixel(PixelFormat format) {
        for (Look look : Look.values()) {
            for (int[] size : SIZES) {
                for (LineOrder lineOrder : LineOrder.values()) {
                    Raster raster = Rasters.generate(look, format, size[0], size[1], 7, lineOrder, 3);
                    assertThat(Graduality.score(raster))
                            .as("%s %s", look, raster)
                            .isEqualTo(scoreOfEveryFifteenth(raster), within(1e-9));
                }
            }
        }
    }

    @Test
    void aLargeImageScoresNearlyAsWithEveryFifteenthPixel() {
        for (Raster raster : new Raster[] {Screens.desktop(), Screens.term(), Photographs.generate(1024, 768, 2)}) {
            assertThat(Graduality.score(raster)).isEqualTo(scoreOfEveryFifteenth(raster), within(0.02));
        }
    }

    @Test
    void photographsAreGradualAndTextIsNot() {
        assertThat(Graduality.of(Photographs.generate(300, 200, 1))).isEqualTo(Graduality.HIGH);
        assertThat(Graduality.of(text(PixelFormat.XRGB32, 300, 200))).isEqualTo(Graduality.LOW);
        assertThat(Graduality.of(text(PixelFormat.RGB16_555, 300, 200))).isEqualTo(Graduality.LOW);
        assertThat(Graduality.of(Screens.term())).isEqualTo(Graduality.LOW);
    }

    @Test
    void anImageOfOneColourScoresNothing() {
        Raster flat = Rasters.generate(Look.FLAT, PixelFormat.RGB24, 50, 50, 1, LineOrder.TOP_DOWN, 1);
        assertThat(Graduality.score(flat)).isZero();
        assertThat(Graduality.of(flat)).isEqualTo(Graduality.MEDIUM);
    }

    @Test
    void anImageOfOneRowOrColumnIsNotGradual() {
        assertThat(Graduality.score(Photographs.generate(40, 1, 1))).isEqualTo(1);
        assertThat(Graduality.score(Photographs.generate(1, 40, 1))).isEqualTo(1);
    }

    @Test
    void palettesHaveNoGraduality() {
        assertThatThrownBy(() -> Graduality.of(Raster.allocate(PixelFormat.PALETTE8, 8, 8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Graduality.of(Raster.allocate(PixelFormat.A8, 1, 8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void judgingAllocatesNothing() {
        Raster small = text(PixelFormat.RGB24, 40, 30);
        Raster large = Photographs.generate(1000, 700, 1);
        assertThat(Allocation.inSteadyState(() -> {
                    Graduality.of(small);
                    Graduality.of(large);
                }))
                .isZero();
    }

    private static Raster text(PixelFormat format, int width, int height) {
        return Rasters.generate(Look.TEXT, format, width, height, 2, LineOrder.TOP_DOWN, 1);
    }

    /** The rule word by word, pixel by pixel, however many there are. */
    private static double scoreOfEveryFifteenth(Raster raster) {
        int width = raster.width();
        double sum = 0;
        int pairs = 0;
        int jump = 15 % width == 0 ? 14 : 15;
        int at = width / 2;
        while (at < width * (raster.height() - 1)) {
            if ((at + 1) % width == 0) {
                at--;
            }
            int[] neighbours = {at + 1, at + width, at + width + 1};
            double score = 0;
            boolean allEqual = true;
            for (int neighbour : neighbours) {
                int greatest = 0;
                for (int part = 0; part < 3; part++) {
                    greatest = Math.max(
                            greatest, Math.abs(component(raster, at, part) - component(raster, neighbour, part)));
                }
                allEqual &= greatest == 0;
                int contrasting = raster.format() == PixelFormat.RGB16_555 ? 8 : 60;
                score += greatest == 0 ? 0.5 : greatest >= contrasting ? 1 : -0.25;
            }
            sum += allEqual ? 0 : score;
            pairs += 3;
            at += jump;
        }
        return sum / pairs;
    }

    /** Blue, green and red are 0, 1 and 2; rows are counted as they lie in memory. */
    private static int component(Raster raster, int pixel, int part) {
        int row = pixel / raster.width();
        int unit = raster.format().bytesPerPixel();
        int at = raster.offset() + row * raster.strideBytes() + pixel % raster.width() * unit;
        byte[] pixels = raster.pixels();
        if (raster.format() == PixelFormat.RGB16_555) {
            int word = (pixels[at] & 0xff) | (pixels[at + 1] & 0xff) << 8;
            return (word >> (5 * part)) & 0x1f;
        }
        return pixels[at + part] & 0xff;
    }
}
