package dev.caraway.codecs.lz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzFuzzTest {

    private static final int PIXELS_MAX = 1 << 16;

    private final LzDecoder decoder = new LzDecoder();
    private final LzEncoder encoder = new LzEncoder();

    @FuzzTest
    void anyBytesAreAHeaderOrRefused(byte[] bytes) {
        LzHeader header;
        try {
            header = LzHeader.decode(bytes, 0, bytes.length);
        } catch (ImageFormatException refused) {
            return;
        }
        byte[] again = new byte[LzHeader.BYTES];
        header.encode(again, 0);
        assertThat(LzHeader.decode(again, 0, again.length)).isEqualTo(header);
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
        LzImageType type = LzImageType.ofCode(1 + (bytes[0] & 0xff) % 11);
        int width = 1 + (bytes[1] & 0xff);
        int height = 1 + (bytes[2] & 0xff);
        byte[] image = new byte[LzHeader.BYTES + bytes.length - 3];
        LineOrder lineOrder = bytes[0] < 0 ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
        new LzHeader(type, width, height, lineOrder).encode(image, 0);
        System.arraycopy(bytes, 3, image, LzHeader.BYTES, bytes.length - 3);
        decodeAndEncode(image);
    }

    @Test
    void damagedImagesArePixelsOrRefused() {
        Random random = new Random(11);
        int refused = 0;
        int read = 0;
        for (PixelFormat format : PixelFormat.values()) {
            for (Look look : Look.values()) {
                Raster raster = Rasters.generate(look, format, 37, 21, 0, LineOrder.TOP_DOWN, 4);
                byte[] out = new byte[LzEncoder.maxCompressedBytes(format, 37, 21)];
                int length = encoder.compress(raster, out, 0);
                byte[] image = Arrays.copyOf(out, length);
                for (int damage = 0; damage < 60; damage++) {
                    byte[] damaged = image.clone();
                    damaged[LzHeader.BYTES + random.nextInt(image.length - LzHeader.BYTES)] = (byte) random.nextInt();
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
        byte[] out = new byte[LzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height())];
        int length = encoder.compress(raster, out, 0);
        LzRoundTripTest.assertSamePixels(raster, decoder.decompress(out, 0, length, PIXELS_MAX));
        return true;
    }
}
