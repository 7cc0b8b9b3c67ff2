package dev.caraway.codecs.quic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuicFuzzTest {

    private static final int PIXELS_MAX = 1 << 16;

    private final QuicDecoder decoder = new QuicDecoder();
    private final QuicEncoder encoder = new QuicEncoder();

    @FuzzTest
    void anyBytesAreAHeaderOrRefused(byte[] bytes) {
        QuicHeader header;
        try {
            header = QuicHeader.decode(bytes, 0, bytes.length);
        } catch (ImageFormatException refused) {
            return;
        }
        byte[] again = new byte[QuicHeader.BYTES];
        header.encode(again, 0);
        assertThat(again).isEqualTo(Arrays.copyOf(bytes, QuicHeader.BYTES));
    }

    @FuzzTest
    void anyBytesArePixelsOrRefused(byte[] bytes) {
        decodeAndEncode(bytes);
    }

    /** The first three bytes choose a header that holds, so that the rest meets the decoder of each type. */
    @FuzzTest
    void anyStreamBehindAHeaderIsPixelsOrRefused(byte[] bytes) {
        if (bytes.length < 3) {
            return;
        }
        QuicImageType type = QuicImageType.ofCode(1 + (bytes[0] & 0xff) % 5);
        int width = 1 + (bytes[1] & 0xff);
        int height = 1 + (bytes[2] & 0xff);
        byte[] image = new byte[QuicHeader.BYTES + (bytes.length - 3 & ~3)];
        new QuicHeader(type, width, height).encode(image, 0);
        System.arraycopy(bytes, 3, image, QuicHeader.BYTES, image.length - QuicHeader.BYTES);
        decodeAndEncode(image);
    }

    /** Any pixels at all: whatever the fuzzer thinks of, none may need more than the most, or come back otherwise. */
    @FuzzTest
    void anyPixelsComeBack(byte[] bytes) {
        if (bytes.length < 6) {
            return;
        }
        QuicImageType type = QuicImageType.ofCode(1 + (bytes[0] & 0xff) % 5);
        int pixels = (bytes.length - 2) / type.format().bytesPerPixel();
        int width = Math.min(pixels, 1 + (bytes[1] & 0xff));
        int rowBytes = (int) type.format().rowBytes(width);
        assertComesBack(new Raster(bytes, 2, rowBytes, width, pixels / width, type.format(), LineOrder.TOP_DOWN));
    }

    @Test
    void damagedImagesArePixelsOrRefused() {
        Random random = new Random(11);
        int refused = 0;
        int read = 0;
        for (QuicImageType type : QuicImageType.values()) {
            for (Look look : Look.values()) {
                Raster raster = Rasters.generate(look, type.format(), 37, 21, 0, LineOrder.TOP_DOWN, 4);
                byte[] out = new byte[QuicEncoder.maxCompressedBytes(type.format(), 37, 21)];
                int length = encoder.compress(raster, out, 0);
                byte[] image = Arrays.copyOf(out, length);
                for (int damage = 0; damage < 100; damage++) {
                    byte[] damaged = image.clone();
                    // Damage early in an image almost always changes its length; at its end it may leave an image.
                    int last = random.nextBoolean() ? 12 : image.length - QuicHeader.BYTES;
                    damaged[image.length - 1 - random.nextInt(last)] = (byte) random.nextInt();
                    if (decodeAndEncode(damaged)) {
                        read++;
                    } else {
                        refused++;
                    }
                }
            }
        }
        assertThat(read).isGreaterThan(200);
        assertThat(refused).isGreaterThan(200);
    }

    /** Whether there were pixels; then compressing them again loses none. */
    private boolean decodeAndEncode(byte[] image) {
        Raster raster;
        try {
            raster = decoder.decompress(image, 0, image.length, PIXELS_MAX);
        } catch (ImageFormatException refused) {
            return false;
        }
        assertComesBack(raster);
        return true;
    }

    private void assertComesBack(Raster raster) {
        byte[] out = new byte[QuicEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int length = encoder.compress(raster, out, 0);
        assertThat(length).isPositive();
        int pixels = raster.width() * raster.height();
        QuicRoundTripTest.assertSamePixels(raster, decoder.decompress(out, 0, length, pixels));
    }
}
