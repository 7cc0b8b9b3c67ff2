package dev.caraway.codecs.lz4;

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

class Lz4FuzzTest {

    private final Lz4Decoder decoder = new Lz4Decoder();
    private final Lz4Encoder encoder = new Lz4Encoder();

    /** The first two bytes are the width and the height, each less one. */
    @FuzzTest
    void anyBytesArePixelsOrRefused(byte[] bytes) {
        if (bytes.length >= 2) {
            int width = 1 + (bytes[0] & 0xff);
            int height = 1 + (bytes[1] & 0xff);
            decodeAndEncode(Arrays.copyOfRange(bytes, 2, bytes.length), width, height);
        }
    }

    @Test
    void damagedImagesArePixelsOrRefused() {
        Random random = new Random(11);
        int refused = 0;
        int read = 0;
        for (PixelFormat format :
                new PixelFormat[] {PixelFormat.RGB16_555, PixelFormat.RGB24, PixelFormat.XRGB32, PixelFormat.RGBA32}) {
            for (Look look : Look.values()) {
                Raster raster = Rasters.generate(look, format, 37, 21, 0, LineOrder.TOP_DOWN, 4);
                byte[] out = new byte[(int) Lz4Encoder.maxCompressedBytes(format, 37, 21)];
                byte[] image = Arrays.copyOf(out, encoder.compress(raster, out, 0));
                for (int damage = 0; damage < 100; damage++) {
                    byte[] damaged = image.clone();
                    damaged[2 + random.nextInt(image.length - 2)] = (byte) random.nextInt();
                    if (decodeAndEncode(damaged, 37, 21)) {
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
    private boolean decodeAndEncode(byte[] image, int width, int height) {
        Raster raster;
        try {
            raster = decoder.decompress(image, 0, image.length, width, height);
        } catch (ImageFormatException refused) {
            return false;
        }
        byte[] out = new byte[(int) Lz4Encoder.maxCompressedBytes(raster.format(), width, height)];
        int length = encoder.compress(raster, out, 0);
        Raster again = decoder.decompress(out, 0, length, width, height);
        assertThat(again.pixels()).isEqualTo(raster.pixels());
        return true;
    }
}
