package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's dictionary and a client's window agree after every image. */
class GlzModelTest {

    private static final class Sent {

        private final Raster raster;
        private final byte[] image;

        Sent(Raster raster, byte[] image) {
            this.raster = raster;
            this.image = image;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 30_000, 131_072, 1_000_000})
    void aSequenceComesBackAndTheWindowsAgree(int windowPixels) {
        GlzDictionary dictionary = new GlzDictionary(windowPixels);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        GlzWindow window = new GlzWindow(2L * windowPixels);
        GlzDecoder decoder = new GlzDecoder(window);
        Sequence sequence = new Sequence(windowPixels, (int) Math.sqrt(Math.min(windowPixels - 1, 40_000)));
        for (int i = 0; i < 700; i++) {
            Raster raster = sequence.next();
            long id = dictionary.nextImageId();
            byte[] image = compress(encoder, raster);

            assertThat(id).isEqualTo(i);
            assertThat(GlzHeader.decode(image, 0, image.length).imageId()).isEqualTo(id);
            Pixels.assertSame(raster, decoder.decompress(image, 0, image.length));
            assertSameWindow(dictionary, window);
        }
        assertThat(dictionary.headImageId()).isGreaterThan(windowPixels < 1_000_000 ? 300 : -1);
    }

    /** After 2^32 units positions start anew, after 2^31 their sign changes. */
    @ParameterizedTest
    @ValueSource(ints = {-1, -50_000, Integer.MAX_VALUE - 50_000})
    void positionsWrapAroundUnnoticed(int firstPosition) {
        GlzDictionary dictionary = new GlzDictionary(30_000, 0, firstPosition);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        GlzWindow window = new GlzWindow(60_000);
        GlzDecoder decoder = new GlzDecoder(window);
        Sequence sequence = new Sequence(8, 100);
        GlzEncoder other = new GlzEncoder(new GlzDictionary(30_000));
        long bytes = 0;
        long otherBytes = 0;
        for (int i = 0; i < 300; i++) {
            Raster raster = sequence.next();
            byte[] image = compress(encoder, raster);
            Pixels.assertSame(raster, decoder.decompress(image, 0, image.length));
            assertSameWindow(dictionary, window);
            bytes += image.length;
            otherBytes += compress(other, raster).length;
        }
        // A repeat that lies across the end of the ring takes two references; nothing else differs.
        assertThat(bytes).isCloseTo(otherBytes, Percentage.withPercentage(5));
    }

    /** Channels fall behind each other, but an image is never decompressed before those that it refers to. */
    @Test
    void encodersTakeTurnsAndTheirChannelsMayLag() {
        int windowPixels = 20_000;
        GlzDictionary dictionary = new GlzDictionary(windowPixels);
        GlzWindow window = new GlzWindow((GlzDictionary.ENCODERS_MAX + 1L) * windowPixels);
        List<GlzEncoder> encoders = new ArrayList<>();
        List<GlzDecoder> decoders = new ArrayList<>();
        List<Deque<Sent>> channels = new ArrayList<>();
        for (int i = 0; i < GlzDictionary.ENCODERS_MAX; i++) {
            encoders.add(new GlzEncoder(dictionary));
            decoders.add(new GlzDecoder(window));
            channels.add(new ArrayDeque<>());
        }
        Random random = new Random(8);
        Sequence sequence = new Sequence(9, 90);
        int late = 0;
        for (int i = 0; i < 900; i++) {
            int channel = random.nextInt(encoders.size());
            Raster raster = sequence.next();
            channels.get(channel).add(new Sent(raster, compress(encoders.get(channel), raster)));
            if (random.nextInt(4) == 0) {
                late += deliverAll(channels, decoders);
                assertSameWindow(dictionary, window);
            }
        }
        assertThat(late).isGreaterThan(20);
    }

    /** Returns how many images had to wait for one of another channel. */
    private static int deliverAll(List<Deque<Sent>> channels, List<GlzDecoder> decoders) {
        int waits = 0;
        boolean isDone = false;
        while (!isDone) {
            isDone = true;
            for (int i = channels.size() - 1; i >= 0; i--) {
                Deque<Sent> channel = channels.get(i);
                while (!channel.isEmpty()) {
                    Sent sent = channel.peek();
                    Raster got;
                    try {
                        got = decoders.get(i).decompress(sent.image, 0, sent.image.length);
                    } catch (ImageFormatException missing) {
                        assertThat(missing).hasMessageContaining("expected an image of the window");
                        waits++;
                        isDone = false;
                        break;
                    }
                    Pixels.assertSame(sent.raster, got);
                    channel.remove();
                }
            }
        }
        return waits;
    }

    @Test
    void removedImagesAreNotReferredToAndKeepTheirPlace() {
        GlzDictionary dictionary = new GlzDictionary(30_000);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        List<LzImageType> types = new ArrayList<>();
        Random random = new Random(4);
        Sequence sequence = new Sequence(5, 100);
        GlzWindow window = new GlzWindow(60_000);
        GlzDecoder decoder = new GlzDecoder(window);
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(20) == 0) {
                dictionary.removeAll();
            } else if (dictionary.nextImageId() > 0) {
                long removed = dictionary.nextImageId() - 1 - random.nextInt(4);
                dictionary.remove(removed);
                assertThat(dictionary.isLive(removed)).isFalse();
            }
            Raster raster = sequence.next();
            byte[] image = compress(encoder, raster);
            types.add(LzImageType.of(raster.format()));
            // A client that lost the removed images would still understand.
            for (long id = dictionary.headImageId(); id < dictionary.nextImageId() - 1; id++) {
                if (!dictionary.isLive(id)) {
                    Arrays.fill(window.pixels(id, types.get((int) id)), 0x55aa55aa);
                }
            }
            Pixels.assertSame(raster, decoder.decompress(image, 0, image.length));
            assertSameWindow(dictionary, window);
        }
    }

    @Test
    void aRepeatedImageTakesAFewBytes() {
        for (PixelFormat format : Sequence.FORMATS) {
            Raster noise = Rasters.generate(Look.NOISE, format, 90, 70, 0, LineOrder.TOP_DOWN, 1);
            GlzDictionary dictionary = new GlzDictionary(100_000);
            GlzEncoder encoder = new GlzEncoder(dictionary);
            int first = compress(encoder, noise).length;
            int second = compress(encoder, noise).length;
            dictionary.removeAll();
            int afterRemoval = compress(encoder, noise).length;

            assertThat(first).isGreaterThan(90 * 70 * 15 / 8);
            assertThat(second).isLessThan(140);
            assertThat(afterRemoval).isEqualTo(first);
        }
    }

    @Test
    void imagesOfAnotherTypeAreNotReferredTo() {
        GlzEncoder encoder = new GlzEncoder(new GlzDictionary(100_000));
        Raster rgba = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 50, 40, 0, LineOrder.TOP_DOWN, 1);
        Raster rgb = new Raster(
                rgba.pixels(), rgba.offset(), rgba.strideBytes(), 50, 40, PixelFormat.XRGB32, LineOrder.TOP_DOWN);
        compress(encoder, rgba);

        assertThat(compress(encoder, rgb).length).isGreaterThan(3 * 50 * 40);
        assertThat(compress(encoder, rgb).length).isLessThan(100);
    }

    @Test
    void unusedBitsDoNotReachTheWire() {
        for (PixelFormat format : new PixelFormat[] {PixelFormat.XRGB32, PixelFormat.RGB16_555}) {
            Raster raster = Rasters.generate(Look.TEXT, format, 90, 70, 3, LineOrder.TOP_DOWN, 1);
            byte[] clean = compress(new GlzEncoder(new GlzDictionary(10_000)), raster);
            Random random = new Random(2);
            for (int y = 0; y < 70; y++) {
                for (int x = 0; x < 90; x++) {
                    int last = raster.pixelOffset(x, y) + format.bytesPerPixel() - 1;
                    raster.pixels()[last] ^= (byte) (random.nextInt() & (format == PixelFormat.XRGB32 ? 0xff : 0x80));
                }
            }
            assertThat(compress(new GlzEncoder(new GlzDictionary(10_000)), raster))
                    .isEqualTo(clean);
        }
    }

    /** Pixel offsets and image distances around each point where the wire takes another byte for them. */
    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void referencesOfEveryReachComeBack(PixelFormat format) {
        Raster wide = Rasters.generate(Look.FLAT, format, 140_000, 1, 0, LineOrder.TOP_DOWN, 1);
        Raster dot = Rasters.generate(Look.FLAT, format, 1, 1, 0, LineOrder.TOP_DOWN, 1);
        GlzDictionary dictionary = new GlzDictionary(1 << 20);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        GlzWindow window = new GlzWindow(1 << 21);
        GlzDecoder decoder = new GlzDecoder(window);
        int[] imageDistances = {1, 63, 64, 255, 256, 16_383, 16_384, 65_535, 65_536, 65_540};
        int[] offsets = {0, 4_055, 4_095, 4_200, 131_000, 131_071, 131_111, 139_000, 100_000, 4_160};
        for (int offset : offsets) {
            Raster noise = Rasters.generate(Look.NOISE, format, 40, 1, 0, LineOrder.TOP_DOWN, offset);
            int unit = format.bytesPerPixel();
            System.arraycopy(noise.pixels(), 0, wide.pixels(), offset * unit, 40 * unit);
        }
        byte[] first = compress(encoder, wide);
        Pixels.assertSame(wide, decoder.decompress(first, 0, first.length));
        for (int i = 0; i < offsets.length; i++) {
            while (dictionary.nextImageId() < imageDistances[i]) {
                byte[] image = compress(encoder, dot);
                decoder.decompress(image, 0, image.length);
            }
            Raster part = wide.part(offsets[i], 0, 40, 1);
            byte[] image = compress(encoder, part);
            assertThat(image.length).isLessThan(GlzHeader.BYTES + 20);
            Pixels.assertSame(part, decoder.decompress(image, 0, image.length));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void referencesInsideAnImageOfEveryReachComeBack(PixelFormat format) {
        for (int distance : new int[] {4_095, 4_096, 4_097, 131_071, 131_072, 131_073, 140_000}) {
            Raster raster = Rasters.generate(Look.NOISE, format, distance + 40, 1, 0, LineOrder.TOP_DOWN, distance);
            int unit = format.bytesPerPixel();
            System.arraycopy(raster.pixels(), 0, raster.pixels(), distance * unit, 40 * unit);
            assertAloneComesBack(raster);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = PixelFormat.class,
            names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void runsOfEveryLengthComeBack(PixelFormat format) {
        for (int width = 1; width < 540; width++) {
            assertAloneComesBack(Rasters.generate(Look.FLAT, format, width, 1, 0, LineOrder.TOP_DOWN, width));
        }
    }

    private static void assertAloneComesBack(Raster raster) {
        byte[] image = compress(new GlzEncoder(new GlzDictionary(raster.width() * raster.height() + 1)), raster);
        Raster got = new GlzDecoder(new GlzWindow(1 << 20)).decompress(image, 0, image.length);
        Pixels.assertSame(raster, got);
    }

    private static void assertSameWindow(GlzDictionary dictionary, GlzWindow window) {
        assertThat(window.imageCount()).isEqualTo((int) (dictionary.nextImageId() - dictionary.headImageId()));
        assertThat(window.holds(dictionary.headImageId())).isTrue();
        assertThat(window.holds(dictionary.headImageId() - 1)).isFalse();
    }

    static byte[] compress(GlzEncoder encoder, Raster raster) {
        byte[] out = new byte[3 + GlzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int length = encoder.compress(raster, out, 3);
        return Arrays.copyOfRange(out, 3, 3 + length);
    }
}
