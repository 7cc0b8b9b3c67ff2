package dev.caraway.codecs.lz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LzDecoderTest {

    private final LzDecoder decoder = new LzDecoder();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Two literals, then three pixels from two back.
                "RGB32 | 5 | 01 112233 445566 60 01 | 1122330044556600112233004455660011223300",
                // A run of one literal: the length goes on in a second byte.
                "A8 | 12 | 00 aa e0 02 00 | aaaaaaaaaaaaaaaaaaaaaaaa",
                // The high byte of a 16-bit pixel comes first, and the shortest reference is two pixels.
                "RGB16 | 4 | 01 7abc 0123 20 01 | bc7a2301bc7a2301",
                "RGB24 | 3 | 00 010203 40 00 | 010203010203010203",
                // Colours, then alpha.
                "RGBA | 4 | 00 010203 60 00 03 0a0b0c0d | 0102030a0102030b0102030c0102030d",
                "PLT1_BE | 12 | 01 f050 | f050",
                "PLT4_LE | 3 | 01 2103 | 2103"
            })
    void aStreamMadeByHandIsRead(LzImageType type, int width, String stream, String pixels) {
        byte[] image = image(type, width, stream);

        assertThat(HexFormat.of()
                        .formatHex(
                                decoder.decompress(image, 0, image.length, 100).pixels()))
                .isEqualTo(pixels);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 112233 20 01 02 445566 445566 445566 | lz reference: expected at most 1 units back, got 2",
                "20 00 | lz reference: expected at most 0 units back, got 1",
                "05 112233112233112233112233112233112233 | lz literals: expected at most 5 units, got 6",
                "00 112233 a0 00 | lz reference: expected at most 4 units, got 5",
                "00 112233 e0 ff ff ff ff 00 00 | lz reference: expected at most 4 units, got 262",
                "04 112233 | lz literals: expected 15 bytes, got 3",
                "00 112233 ff | lz image: expected more bytes, got the end",
                "00 112233 3f ff 00 | lz image: expected more bytes, got the end",
                "00 112233 80 00 00 | lz image: expected 34 bytes, got 35"
            })
    void aStreamThatNoEncoderWritesIsRefused(String stream, String complaint) {
        byte[] image = image(LzImageType.RGB32, 5, stream);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 100))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void nothingIsAllocatedForAnImageThatTheBytesCannotHold() {
        byte[] image = new byte[40];
        new LzHeader(LzImageType.RGB32, 16384, 16383, LineOrder.TOP_DOWN).encode(image, 0);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, Integer.MAX_VALUE))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("lz image: expected 16384x16383 RGB32, got 40 bytes");
    }

    @Test
    void anImageLargerThanWantedIsRefused() {
        byte[] image = image(LzImageType.A8, 4, "03 01020304");

        assertThat(decoder.decompress(image, 0, image.length, 4).pixels()).containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 3))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("lz image: expected at most 3 pixels, got 4x1");
    }

    @Test
    void aTargetOfAnotherSizeOrFormatIsNotWritten() {
        byte[] image = image(LzImageType.A8, 4, "03 01020304");
        for (Raster target : new Raster[] {
            Raster.allocate(PixelFormat.A8, 5, 1),
            Raster.allocate(PixelFormat.A8, 4, 2),
            Raster.allocate(PixelFormat.PALETTE8, 4, 1)
        }) {
            assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, target))
                    .isInstanceOf(ImageFormatException.class);
            assertThat(target.pixels()).containsOnly(0);
        }
    }

    @Test
    void aDecoderGoesOnAfterABadImage() {
        byte[] bad = image(LzImageType.A8, 4, "03 010203");
        byte[] good = image(LzImageType.A8, 4, "03 01020304");

        assertThatThrownBy(() -> decoder.decompress(bad, 0, bad.length, 4)).isInstanceOf(ImageFormatException.class);
        assertThat(decoder.decompress(good, 0, good.length, 4).pixels()).containsExactly(1, 2, 3, 4);
    }

    /** The pixels are what spice-common's decoder makes of the same bytes, rows in the order of the stream. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plt1_le",
                "plt1_be",
                "plt4_le",
                "plt4_be",
                "plt8",
                "rgb16",
                "rgb24",
                "rgb32",
                "rgba",
                "xxxa",
                "a8",
                "far",
                "server-first",
                "server-second"
            })
    void anImageFromTheReferenceEncoderIsRead(String name) throws IOException {
        byte[] image = resource(name + ".lz.bin");
        byte[] pixels = resource(name + ".pixels.bin");
        LzHeader header = LzHeader.decode(image, 0, image.length);
        Raster target = new Raster(
                new byte[pixels.length],
                0,
                header.strideBytes(),
                header.width(),
                header.height(),
                header.type().format(),
                header.lineOrder());

        decoder.decompress(image, 0, image.length, target);

        assertThat(target.pixels()).isEqualTo(pixels);
    }

    private static byte[] image(LzImageType type, int width, String stream) {
        byte[] bytes = HexFormat.of().parseHex(stream.replace(" ", ""));
        byte[] image = new byte[LzHeader.BYTES + bytes.length];
        new LzHeader(type, width, 1, LineOrder.TOP_DOWN).encode(image, 0);
        System.arraycopy(bytes, 0, image, LzHeader.BYTES, bytes.length);
        return image;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = LzDecoderTest.class.getResourceAsStream("fixtures/" + name)) {
            if (in == null) {
                throw new AssertionError(name + ": expected among the fixtures");
            }
            return in.readAllBytes();
        }
    }
}
