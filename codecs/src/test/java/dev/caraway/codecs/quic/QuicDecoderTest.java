package dev.caraway.codecs.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuicDecoderTest {

    private static final String TWO_PIXELS = "8a810000 00000000";

    private final QuicDecoder decoder = new QuicDecoder();

    /** Streams are written with the first bit first; in an image each word's bytes are the other way round. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Rank 10 and, one less than its neighbour, rank 1, both in code 7: 1_0001010 1_0000001.
                "2 | 1 | 8a810000 00000000 | 0504",
                // Code 7, from which the model learns to use code 0: 1_0000000 1 1.
                "3 | 1 | 80c00000 00000000 | 000000",
                // The second row's fourth pixel is a run of one pixel: 1, and of the rest 0.
                "4 | 2 | 80fe0000 00000000 | 0000000000000000",
                // An escape: 18 zeros, and 237 more than 18 in 8 bits.
                "2 | 1 | 8000003b 40000000 00000000 | 0080"
            })
    void aStreamMadeByHandIsRead(int width, int height, String stream, String pixels) {
        byte[] image = image(width, height, stream);

        assertThat(HexFormat.of()
                        .formatHex(
                                decoder.decompress(image, 0, image.length, 100).pixels()))
                .isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4 | 2 | 80ff0000 00000000 | quic run: expected at most 1 pixels, got 2",
                "4 | 2 | 80ffffff ffffffff | quic run: expected at most 1 pixels, got 12",
                "2 | 1 | 8000003f c0000000 00000000 | quic sample: expected at most rank 255, got 273",
                "2 | 1 | 8a810000 | quic image: expected more words, got the end",
                "2 | 1 | 8000003f | quic image: expected more words, got the end",
                "2 | 1 | 8a810000 00000000 00000000 | quic image: expected 28 bytes, got 32",
                "200 | 1 | 8a810000 00000000 00000000 | quic image: expected 200x1 GRAY, got 32 bytes",
                "1 | 200 | 8a810000 00000000 00000000 | quic image: expected 1x200 GRAY, got 32 bytes"
            })
    void aStreamThatNoEncoderWritesIsRefused(int width, int height, String stream, String complaint) {
        byte[] image = image(width, height, stream);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 1000))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void aPartOfAWordIsRefused() {
        byte[] image = image(2, 1, TWO_PIXELS);
        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length - 1, 1000))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("quic image: expected whole words, got 27 bytes");
    }

    @Test
    void nothingIsAllocatedForAnImageThatTheBytesCannotHold() {
        byte[] image = new byte[40];
        new QuicHeader(QuicImageType.RGB32, 16384, 16384).encode(image, 0);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, Integer.MAX_VALUE))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("quic image: expected 16384x16384 RGB32, got 40 bytes");
    }

    @Test
    void anImageLargerThanWantedIsRefused() {
        byte[] image = image(2, 1, TWO_PIXELS);

        assertThat(decoder.decompress(image, 0, image.length, 2).pixels()).containsExactly(5, 4);
        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 1))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("quic image: expected at most 1 pixels, got 2x1");
    }

    @Test
    void aTargetOfAnotherSizeOrFormatIsNotWritten() {
        byte[] image = image(2, 1, TWO_PIXELS);
        for (Raster target : new Raster[] {
            Raster.allocate(PixelFormat.A8, 3, 1),
            Raster.allocate(PixelFormat.A8, 2, 2),
            Raster.allocate(PixelFormat.PALETTE8, 2, 1)
        }) {
            assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, target))
                    .isInstanceOf(ImageFormatException.class);
            assertThat(target.pixels()).containsOnly(0);
        }
    }

    @Test
    void aDecoderGoesOnAfterABadImage() {
        byte[] bad = image(4, 2, "80ff0000 00000000");
        byte[] good = image(2, 1, TWO_PIXELS);

        assertThatThrownBy(() -> decoder.decompress(bad, 0, bad.length, 8)).isInstanceOf(ImageFormatException.class);
        assertThat(decoder.decompress(good, 0, good.length, 2).pixels()).containsExactly(5, 4);
    }

    /** The pixels are what spice-common's decoder makes of the same bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"gray", "rgb16", "rgb24", "rgb32", "rgba", "segments", "server-first", "server-second"})
    void anImageFromTheReferenceEncoderIsRead(String name) throws IOException {
        byte[] image = resource(name + ".quic.bin");

        Raster raster = decoder.decompress(image, 0, image.length, 100_000);

        assertThat(raster.pixels()).isEqualTo(resource(name + ".pixels.bin"));
    }

    /** No client asks for it, but it says that nothing is spent on the wire that the reference does not spend. */
    @ParameterizedTest
    @ValueSource(strings = {"gray", "rgb16", "rgb24", "rgb32", "rgba", "segments", "server-first", "server-second"})
    void theEncoderWritesWhatTheReferenceEncoderWrites(String name) throws IOException {
        byte[] image = resource(name + ".quic.bin");
        Raster raster = decoder.decompress(image, 0, image.length, 100_000);
        byte[] out = new byte[image.length];

        assertThat(new QuicEncoder().compress(raster, out, 0)).isEqualTo(image.length);
        assertThat(out).isEqualTo(image);
    }

    private static byte[] image(int width, int height, String stream) {
        byte[] bytes = HexFormat.of().parseHex(stream.replace(" ", ""));
        byte[] image = new byte[QuicHeader.BYTES + bytes.length];
        new QuicHeader(QuicImageType.GRAY, width, height).encode(image, 0);
        for (int i = 0; i < bytes.length; i++) {
            image[QuicHeader.BYTES + (i ^ 3)] = bytes[i];
        }
        return image;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = QuicDecoderTest.class.getResourceAsStream("fixtures/" + name)) {
            if (in == null) {
                throw new AssertionError(name + ": expected among the fixtures");
            }
            return in.readAllBytes();
        }
    }
}
