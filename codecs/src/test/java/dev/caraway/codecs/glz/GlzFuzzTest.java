package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Raster;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GlzFuzzTest {

    private static final int WINDOW_PIXELS = 1 << 16;

    @FuzzTest
    void anyBytesArePixelsOrRefused(byte[] bytes) {
        decodeAndEncode(new GlzDecoder(new GlzWindow(2 * WINDOW_PIXELS)), bytes);
    }

    /**
     * The bytes are cut into streams behind headers that hold, so that each meets the decoder and the images before it.
     * The first four bytes of each choose type, width, height and length.
     */
    @FuzzTest
    void anyStreamsBehindHeadersArePixelsOrRefused(byte[] bytes) {
        GlzWindow window = new GlzWindow(2 * WINDOW_PIXELS);
        GlzDecoder decoder = new GlzDecoder(window);
        int at = 0;
        long id = 0;
        while (bytes.length - at >= 5) {
            LzImageType type = LzImageType.ofCode(6 + (bytes[at] & 3));
            LineOrder lineOrder = bytes[at] < 0 ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
            int width = 1 + (bytes[at + 1] & 0x3f);
            int height = 1 + (bytes[at + 2] & 0x1f);
            int length = Math.min(1 + (bytes[at + 3] & 0xff), bytes.length - at - 4);
            byte[] image = new byte[GlzHeader.BYTES + length];
            new GlzHeader(type, width, height, lineOrder, id, Math.min(id, 5)).encode(image, 0);
            System.arraycopy(bytes, at + 4, image, GlzHeader.BYTES, length);
            if (decodeAndEncode(decoder, image)) {
                id++;
            }
            assertThat(window.imageCount()).isLessThan(7);
            at += 4 + length;
        }
    }

    @FuzzTest
    void anyBytesAreASnapshotOrRefused(byte[] bytes) {
        GlzSnapshotTest.restoreAndUse(bytes, 30_000);
    }

    @FuzzTest
    void anyBytesAreAZlibStreamOrRefused(byte[] bytes) {
        try (ZlibGlz zlib = new ZlibGlz()) {
            byte[] out = new byte[200];
            try {
                zlib.decompress(bytes, 0, bytes.length, out, 0, out.length);
            } catch (ImageFormatException refused) {
                return;
            }
            byte[] again = new byte[1000];
            int length = zlib.compress(out, 0, out.length, again, 0, again.length);
            byte[] back = new byte[200];
            zlib.decompress(again, 0, length, back, 0, back.length);
            assertThat(back).isEqualTo(out);
        }
    }

    @Test
    void damagedImagesArePixelsOrRefused() {
        Random random = new Random(11);
        Sequence sequence = new Sequence(12, 60);
        GlzEncoder encoder = new GlzEncoder(new GlzDictionary(WINDOW_PIXELS));
        GlzWindow window = new GlzWindow(2 * WINDOW_PIXELS);
        GlzDecoder decoder = new GlzDecoder(window);
        int refused = 0;
        int read = 0;
        for (int i = 0; i < 300; i++) {
            byte[] image = GlzModelTest.compress(encoder, sequence.next());
            decoder.decompress(image, 0, image.length);
            byte[] next = GlzModelTest.compress(encoder, sequence.next());
            byte[] damaged = next.clone();
            damaged[GlzHeader.BYTES + random.nextInt(next.length - GlzHeader.BYTES)] = (byte) random.nextInt();
            if (decodeAndEncode(decoder, damaged)) {
                // From here on the client is not what the server takes it for.
                read++;
                encoder = new GlzEncoder(new GlzDictionary(WINDOW_PIXELS));
                window.clear();
            } else {
                refused++;
                decoder.decompress(next, 0, next.length);
            }
        }
        assertThat(read).isGreaterThan(60);
        assertThat(refused).isGreaterThan(60);
    }

    /** Whether there were pixels; then compressing them again loses none. */
    private static boolean decodeAndEncode(GlzDecoder decoder, byte[] image) {
        Raster raster;
        try {
            raster = decoder.decompress(image, 0, image.length);
        } catch (ImageFormatException refused) {
            return false;
        }
        int pixels = raster.width() * raster.height();
        if (pixels < WINDOW_PIXELS / 2) {
            GlzEncoder encoder = new GlzEncoder(new GlzDictionary(WINDOW_PIXELS));
            byte[] again = GlzModelTest.compress(encoder, raster);
            Raster back = new GlzDecoder(new GlzWindow(WINDOW_PIXELS)).decompress(again, 0, again.length);
            Pixels.assertSame(raster, back);
        }
        return true;
    }
}
