package dev.caraway.codecs.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Photographs;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import dev.caraway.codecs.pixel.Screens;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageAnalyzerTest {

    /** Images with what spice-common's QUIC encoder makes of them, in bytes. */
    private enum Sized {
        DESKTOP(112_524, Screens::desktop),
        TERM(407_332, Screens::term),
        DESKTOP_WITH_PHOTOGRAPH(247_852, Screens::desktopWithPhotograph),
        MENU(1_496, () -> Screens.desktop().part(10, 10, 150, 120)),
        LINE_OF_TEXT(5_908, () -> Screens.term().part(100, 200, 500, 14)),
        PHOTOGRAPH(441_112, () -> Photographs.generate(700, 500, 1)),
        THUMBNAIL(3_484, () -> Photographs.generate(48, 48, 3)),
        TEXT(252_276, () -> generated(Look.TEXT)),
        STRIPES(592_676, () -> generated(Look.STRIPES)),
        NOISE(600_396, () -> generated(Look.NOISE));

        private final int quicBytes;
        // Without state, which Error Prone cannot know.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Supplier<Raster> raster;

        Sized(int quicBytes, Supplier<Raster> raster) {
            this.quicBytes = quicBytes;
            this.raster = raster;
        }
    }

    private final ImageAnalyzer analyzer = new ImageAnalyzer();

    @ParameterizedTest
    @EnumSource
    void theCodecForTheKindIsTheBestOrNearlySo(Sized image) {
        Raster raster = image.raster.get();
        byte[] out = new byte[LzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int lzBytes = new LzEncoder().compress(raster, out, 0);

        int chosen = switch (analyzer.measure(raster)) {
            case GRADUAL, PHOTOGRAPHIC -> image.quicBytes;
            case REPETITIVE -> lzBytes;
            default -> throw new AssertionError(analyzer.kind());
        };

        assertThat(chosen).isLessThanOrEqualTo(Math.min(image.quicBytes, lzBytes) * 11 / 10);
    }

    @Test
    void kindsAreWhatPeopleCallThem() {
        assertThat(analyzer.measure(Photographs.generate(300, 200, 1))).isEqualTo(ImageKind.PHOTOGRAPHIC);
        assertThat(analyzer.measure(Photographs.generate(32, 32, 2))).isEqualTo(ImageKind.PHOTOGRAPHIC);
        assertThat(analyzer.measure(Screens.desktopWithPhotograph())).isEqualTo(ImageKind.GRADUAL);
        assertThat(analyzer.measure(generated(Look.NOISE))).isEqualTo(ImageKind.GRADUAL);
        assertThat(analyzer.measure(generated(Look.TEXT))).isEqualTo(ImageKind.REPETITIVE);
        assertThat(analyzer.measure(Screens.term())).isEqualTo(ImageKind.REPETITIVE);
        assertThat(analyzer.measure(generated(Look.FLAT))).isEqualTo(ImageKind.SOLID);
        assertThat(analyzer.measure(Photographs.generate(3, 4, 1))).isEqualTo(ImageKind.TINY);
        assertThat(analyzer.measure(Photographs.generate(7, 2, 1))).isNotEqualTo(ImageKind.TINY);
    }

    @Test
    void aSmallImageIsLookedAtWholeAndALargeOneNowhereNear() {
        analyzer.measure(Photographs.generate(64, 64, 1));
        assertThat(analyzer.samples()).isEqualTo(64 * 64);
        analyzer.measure(Photographs.generate(17, 60, 1));
        assertThat(analyzer.samples()).isEqualTo(17 * 60);
        analyzer.measure(Photographs.generate(1000, 700, 1));
        assertThat(analyzer.samples()).isEqualTo(ImageAnalyzer.SAMPLES_MAX);
        analyzer.measure(Raster.allocate(PixelFormat.XRGB32, 2, 100_000));
        assertThat(analyzer.samples()).isPositive().isLessThanOrEqualTo(ImageAnalyzer.SAMPLES_MAX);
    }

    @Test
    void coloursOfASmallImageAreCountedExactly() {
        analyzer.measure(generated(Look.TEXT).part(0, 0, 60, 40));
        assertThat(analyzer.distinctColours()).isEqualTo(2);
        analyzer.measure(generated(Look.STRIPES).part(0, 0, 60, 40));
        assertThat(analyzer.distinctColours()).isEqualTo(4);
        analyzer.measure(generated(Look.NOISE).part(0, 0, 60, 40));
        assertThat(analyzer.distinctColours()).isBetween(2390, 2400);
    }

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void everyMeasureStaysInItsRange(PixelFormat format) {
        int[][] sizes = {{1, 1}, {1, 90}, {90, 1}, {2, 2}, {15, 3}, {16, 16}, {17, 9}, {333, 222}, {2000, 5}};
        for (Look look : Look.values()) {
            for (int[] size : sizes) {
                for (LineOrder lineOrder : LineOrder.values()) {
                    analyzer.measure(Rasters.generate(look, format, size[0], size[1], 3, lineOrder, 5));

                    assertThat(analyzer.samples()).isBetween(0, ImageAnalyzer.SAMPLES_MAX);
                    assertThat(analyzer.distinctColours()).isBetween(0, analyzer.samples());
                    assertThat(analyzer.runs()).isBetween(0.0, 1.0);
                    assertThat(analyzer.repeats()).isBetween(analyzer.runs(), 1.0);
                    assertThat(analyzer.edges()).isBetween(0.0, 1.0);
                    assertThat(analyzer.lzBits()).isBetween(0.0, 32.0);
                    assertThat(analyzer.quicBits()).isBetween(0.0, 28.0);
                }
            }
        }
    }

    @Test
    void onePixelOfAnotherColourIsNotSolid() {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, 1500, 1000);
        assertThat(analyzer.measure(raster)).isEqualTo(ImageKind.SOLID);
        raster.pixels()[raster.pixelOffset(1234, 987) + 1] = 1;
        assertThat(analyzer.measure(raster)).isEqualTo(ImageKind.REPETITIVE);
    }

    @Test
    void unusedBitsAndGapsDoNotCountAndAlphaDoes() {
        Raster raster = Rasters.generate(Look.FLAT, PixelFormat.XRGB32, 70, 50, 9, LineOrder.BOTTOM_UP, 1);
        for (int x = 0; x < 70; x++) {
            raster.pixels()[raster.pixelOffset(x, 7) + 3] = (byte) x;
        }
        assertThat(analyzer.measure(raster)).isEqualTo(ImageKind.SOLID);

        Raster translucent = Rasters.generate(Look.FLAT, PixelFormat.RGBA32, 70, 50, 9, LineOrder.TOP_DOWN, 1);
        assertThat(analyzer.measure(translucent)).isEqualTo(ImageKind.SOLID);
        translucent.pixels()[translucent.pixelOffset(69, 49) + 3] ^= 1;
        assertThat(analyzer.measure(translucent)).isEqualTo(ImageKind.REPETITIVE);
    }

    @Test
    void palettesAreLeftToLz() {
        Raster noise = Rasters.generate(Look.NOISE, PixelFormat.PALETTE8, 70, 50, 9, LineOrder.TOP_DOWN, 1);
        assertThat(analyzer.measure(noise)).isEqualTo(ImageKind.REPETITIVE);
        assertThat(analyzer.samples()).isZero();
        Raster bits = Raster.allocate(PixelFormat.PALETTE1_BE, 16, 16);
        assertThat(analyzer.measure(bits)).isEqualTo(ImageKind.TINY);
    }

    /** More than twice as many images as the tables tell apart before they start anew. */
    @Test
    void measuresDoNotDependOnImagesBefore() {
        Raster raster = Photographs.generate(60, 50, 1);
        analyzer.measure(raster);
        double repeats = analyzer.repeats();
        double lzBits = analyzer.lzBits();
        int colours = analyzer.distinctColours();
        Raster pixel = raster.part(5, 5, 1, 1);
        for (int i = 0; i < 140_000; i++) {
            analyzer.measure(pixel);
            if (i % 20_000 == 0) {
                analyzer.measure(raster);
                assertThat(analyzer.repeats()).isEqualTo(repeats);
                assertThat(analyzer.lzBits()).isEqualTo(lzBits);
                assertThat(analyzer.distinctColours()).isEqualTo(colours);
            }
        }
    }

    @Test
    void measuringAllocatesNothing() {
        Raster photograph = Photographs.generate(500, 300, 1);
        Raster flat = generated(Look.FLAT);
        assertThat(Allocation.inSteadyState(() -> {
                    analyzer.measure(photograph);
                    analyzer.measure(flat);
                }))
                .isZero();
    }

    private static Raster generated(Look look) {
        return Rasters.generate(look, PixelFormat.XRGB32, 500, 400, 0, LineOrder.TOP_DOWN, 3);
    }
}
