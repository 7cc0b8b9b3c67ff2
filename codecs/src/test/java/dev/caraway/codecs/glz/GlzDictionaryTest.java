package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlzDictionaryTest {

    @Test
    void theHeadAdvancesUntilThePixelsHaveRoom() {
        GlzDictionary dictionary = new GlzDictionary(1000);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        byte[] image = {};
        for (int width : new int[] {300, 300, 400}) {
            image = GlzModelTest.compress(encoder, text(PixelFormat.XRGB32, width, 1));
        }
        assertThat(GlzHeader.decode(image, 0, image.length).headDistance()).isEqualTo(2);
        assertThat(dictionary.headImageId()).isZero();

        image = GlzModelTest.compress(encoder, text(PixelFormat.XRGB32, 301, 1));
        assertThat(GlzHeader.decode(image, 0, image.length).headDistance()).isEqualTo(1);
        assertThat(dictionary.isLive(1)).isFalse();
        assertThat(dictionary.isLive(2)).isTrue();

        image = GlzModelTest.compress(encoder, text(PixelFormat.XRGB32, 999, 1));
        assertThat(GlzHeader.decode(image, 0, image.length).headDistance()).isZero();
        assertThat(dictionary.headImageId()).isEqualTo(4);
        assertThat(dictionary.nextImageId()).isEqualTo(5);
    }

    @Test
    void aRasterFitsIfItIsTrueColourAndSmallerThanTheWindow() {
        GlzDictionary dictionary = new GlzDictionary(1000);

        for (PixelFormat format : Sequence.FORMATS) {
            assertThat(dictionary.fits(text(format, 37, 27))).isTrue();
            assertThat(dictionary.fits(text(format, 40, 25))).isFalse();
            assertThat(GlzDictionary.isSupported(format)).isTrue();
        }
        assertThat(dictionary.fits(text(PixelFormat.A8, 4, 4))).isFalse();
        assertThat(dictionary.fits(text(PixelFormat.PALETTE8, 4, 4))).isFalse();
    }

    @Test
    void whatIsRefusedLeavesTheDictionaryAsItWas() {
        GlzDictionary dictionary = new GlzDictionary(1000);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        int bytesMax = GlzEncoder.maxCompressedBytes(PixelFormat.XRGB32, 30, 30);

        assertThatThrownBy(() -> encoder.compress(text(PixelFormat.XRGB32, 40, 25), new byte[100_000], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("glz image: expected true colour and less than 1000 pixels");
        assertThatThrownBy(() -> encoder.compress(text(PixelFormat.A8, 4, 4), new byte[100_000], 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.compress(text(PixelFormat.XRGB32, 30, 30), new byte[bytesMax], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("glz output: expected room for " + bytesMax + " bytes, got " + (bytesMax - 1));
        assertThatThrownBy(() -> encoder.compress(text(PixelFormat.XRGB32, 30, 30), new byte[2 * bytesMax], -1))
                .isInstanceOf(IllegalArgumentException.class);
        dictionary.freeze();
        assertThat(dictionary.isFrozen()).isTrue();
        assertThatThrownBy(() -> encoder.compress(text(PixelFormat.XRGB32, 30, 30), new byte[bytesMax], 0))
                .isInstanceOf(IllegalStateException.class);

        assertThat(dictionary.nextImageId()).isZero();
        dictionary.thaw();
        assertThat(encoder.compress(text(PixelFormat.XRGB32, 30, 30), new byte[bytesMax], 0))
                .isPositive();
    }

    @Test
    void aDictionaryThatCountsOnTellsTheClientToForget() {
        GlzDictionary dictionary = new GlzDictionary(1000, 77);
        byte[] image = GlzModelTest.compress(new GlzEncoder(dictionary), text(PixelFormat.RGB24, 5, 5));
        GlzHeader header = GlzHeader.decode(image, 0, image.length);

        assertThat(header.imageId()).isEqualTo(77);
        assertThat(header.headDistance()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, (1 << 25) + 1, Integer.MAX_VALUE})
    void aWindowThatNoClientMayOfferIsRefused(int windowPixels) {
        assertThatThrownBy(() -> new GlzDictionary(windowPixels)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 62) + 1})
    void anIdThatNoSessionReachesIsRefused(long nextImageId) {
        assertThatThrownBy(() -> new GlzDictionary(10, nextImageId)).isInstanceOf(IllegalArgumentException.class);
    }

    /** More of the smallest images than the window keeps track of. */
    @Test
    void theNumberOfImagesIsBounded() {
        GlzDictionary dictionary = new GlzDictionary(1 << 20);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        Raster dot = text(PixelFormat.XRGB32, 1, 1);
        byte[] out = new byte[100];
        for (int i = 0; i < WindowImages.IMAGES_MAX + 10; i++) {
            encoder.compress(dot, out, 0);
        }
        assertThat(dictionary.nextImageId() - dictionary.headImageId()).isEqualTo(WindowImages.IMAGES_MAX);
    }

    /** Noise is the worst that there is, and noise with repeats of every length tries what the bound allows for. */
    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void theBoundOfTheOutputHolds(PixelFormat format) {
        GlzDictionary dictionary = new GlzDictionary(70_000);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        int unit = format.bytesPerPixel();
        for (int seed = 0; seed < 60; seed++) {
            Raster raster = Rasters.generate(Look.NOISE, format, 113, 91, 0, LineOrder.TOP_DOWN, seed / 20);
            byte[] pixels = raster.pixels();
            int period = (33 + seed % 7) * unit;
            for (int at = period; at + 4 * unit < pixels.length; at += period) {
                System.arraycopy(pixels, at - period, pixels, at, (1 + seed % 4) * unit);
            }
            assertThat(GlzModelTest.compress(encoder, raster).length)
                    .isLessThanOrEqualTo(GlzEncoder.maxCompressedBytes(format, 113, 91));
        }
    }

    @Test
    void nothingIsAllocatedOnceTheWindowIsFull() {
        GlzEncoder encoder = new GlzEncoder(new GlzDictionary(100_000));
        List<Raster> rasters = new ArrayList<>();
        Sequence sequence = new Sequence(3, 120);
        int bytesMax = 0;
        for (int i = 0; i < 100; i++) {
            Raster raster = sequence.next();
            rasters.add(raster);
            bytesMax =
                    Math.max(bytesMax, GlzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height()));
        }
        byte[] out = new byte[bytesMax];
        Runnable pass = () -> {
            for (int i = 0; i < rasters.size(); i++) {
                encoder.compress(rasters.get(i), out, 0);
            }
        };
        for (int round = 0; round < 20; round++) {
            pass.run();
        }

        assertThat(Allocation.inSteadyState(pass)).isZero();
    }

    private static Raster text(PixelFormat format, int width, int height) {
        return Rasters.generate(Look.TEXT, format, width, height, 0, LineOrder.TOP_DOWN, 1);
    }
}
