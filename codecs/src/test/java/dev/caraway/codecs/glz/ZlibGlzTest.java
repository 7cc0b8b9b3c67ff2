package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZlibGlzTest {

    private final ZlibGlz zlib = new ZlibGlz();
    private final byte[] image = GlzModelTest.compress(
            new GlzEncoder(new GlzDictionary(100_000)),
            Rasters.generate(Look.TEXT, PixelFormat.XRGB32, 200, 150, 0, LineOrder.TOP_DOWN, 1));

    @AfterEach
    void close() {
        zlib.close();
    }

    @Test
    void eachImageIsAZlibStreamOfItsOwn() throws IOException {
        byte[] first = compress();
        byte[] second = compress();

        assertThat(second).isEqualTo(first).hasSizeLessThan(image.length);
        byte[] inflated = new InflaterInputStream(new ByteArrayInputStream(first)).readAllBytes();
        assertThat(inflated).isEqualTo(image);
        for (int i = 0; i < 2; i++) {
            byte[] back = new byte[image.length + 7];
            zlib.decompress(first, 0, first.length, back, 7, image.length);
            assertThat(Arrays.copyOfRange(back, 7, back.length)).isEqualTo(image);
        }
    }

    @Test
    void anOutputThatIsTooSmallIsAnAnswerAndNothingBeyondItIsWritten() {
        byte[] whole = compress();
        for (int room = 0; room < whole.length; room++) {
            byte[] out = new byte[whole.length + 10];
            assertThat(zlib.compress(image, 0, image.length, out, 5, 5 + room)).isEqualTo(ZlibGlz.DOES_NOT_FIT);
            for (int i = 5 + room; i < out.length; i++) {
                assertThat(out[i]).isZero();
            }
        }
        assertThat(compress()).isEqualTo(whole);
    }

    @Test
    void aSizeThatTheStreamHasNotIsRefused() {
        byte[] bytes = compress();
        byte[] out = new byte[image.length + 1];
        for (int size : new int[] {0, 1, image.length - 1, image.length + 1}) {
            assertThatThrownBy(() -> zlib.decompress(bytes, 0, bytes.length, out, 0, size))
                    .isInstanceOf(ImageFormatException.class);
        }
        zlib.decompress(bytes, 0, bytes.length, out, 0, image.length);
    }

    @Test
    void everyTruncationAndATrailingByteAreRefused() {
        byte[] bytes = compress();
        byte[] out = new byte[image.length];
        for (int length = 0; length < bytes.length; length++) {
            int truncated = length;
            assertThatThrownBy(() -> zlib.decompress(bytes, 0, truncated, out, 0, out.length))
                    .isInstanceOf(ImageFormatException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> zlib.decompress(longer, 0, longer.length, out, 0, out.length))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("zlib glz: expected the end, got 1 more bytes");
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = compress();
        byte[] out = new byte[image.length];
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            // The checksum or the size tells; only what has no meaning in the head of the stream may pass.
            try {
                zlib.decompress(damaged, 0, damaged.length, out, 0, out.length);
                assertThat(out).isEqualTo(image);
            } catch (ImageFormatException refused) {
                assertThat(refused).hasMessageStartingWith("zlib glz: ");
            }
        }
    }

    private byte[] compress() {
        byte[] out = new byte[image.length];
        int length = zlib.compress(image, 0, image.length, out, 0, image.length - 1);
        assertThat(length).isPositive();
        return Arrays.copyOf(out, length);
    }
}
