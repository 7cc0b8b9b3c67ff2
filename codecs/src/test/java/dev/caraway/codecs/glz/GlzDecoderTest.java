package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlzDecoderTest {

    private final GlzWindow window = new GlzWindow(1_000_000);
    private final GlzDecoder decoder = new GlzDecoder(window);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Two literals, then three pixels from two back.
                "RGB32 | 5 | 01 112233 445566 61 00 00 | 1122330044556600112233004455660011223300",
                // A run of one literal: the length goes on in a second byte.
                "RGB24 | 9 | 00 010203 e0 01 00 00 | 010203010203010203010203010203010203010203010203010203",
                // The high byte of a 16-bit pixel comes first, its upper bit means nothing; the shortest is two pixels.
                "RGB16 | 4 | 01 fabc 0123 21 00 00 | bc7a2301bc7a2301",
                // Colours, then alpha, whose shortest reference is three.
                "RGBA | 4 | 00 010203 60 00 00 00 0a 20 00 00 | 0102030a0102030a0102030a0102030a",
                // A far distance inside the image may be said in the long form, too.
                "RGB32 | 3 | 00 010203 50 00 20 00 | 010203000102030001020300"
            })
    void aStreamMadeByHandIsRead(LzImageType type, int width, String stream, String pixels) {
        assertThat(HexFormat.of().formatHex(decompress(image(type, width, 0, 0, stream))))
                .isEqualTo(pixels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Image distance 1, offset 1, two pixels, in the short and the long form.
                "41 00 01",
                "51 00 40 01",
                "51 00 60 01 00",
                "41 00 41 00",
                "41 00 81 00 00",
                "41 00 c1 00 00 00",
                "51 00 80 01 00",
                "51 00 c0 01 00 00"
            })
    void anEarlierImageIsReferredToByDistanceAndOffset(String stream) {
        decompress(image(LzImageType.RGB24, 3, 0, 0, "02 010203 111213 212223"));

        assertThat(HexFormat.of().formatHex(decompress(image(LzImageType.RGB24, 2, 1, 1, stream))))
                .isEqualTo("111213212223");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 112233 21 00 00 02 445566 445566 445566 | glz reference: expected at most 1 units back, got 2",
                "20 00 00 | glz reference: expected at most 0 units back, got 1",
                "05 112233112233112233112233112233112233 | glz literals: expected at most 5 units, got 6",
                "00 112233 a0 00 00 | glz reference: expected at most 4 units, got 5",
                "00 112233 e0 ff ff ff ff 00 00 | glz reference: expected at most 4 units, got 262",
                "04 112233 | glz literals: expected 15 bytes, got 3",
                "00 112233 ff | glz image: expected more bytes, got the end",
                "00 112233 80 00 00 00 | glz image: expected 40 bytes, got 41",
                // Only image 3 is there, with three pixels.
                "23 00 01 03 112233 112233 112233 112233 | glz reference: expected at most 3 units, got 4",
                "42 00 01 | glz reference: expected at most 3 units, got 4",
                "20 00 02 | glz reference: expected an image of the window, got 2",
                "20 00 05 | glz reference: expected an image of the window, got -1",
                "20 00 ff ff ff ff | glz reference: expected an image of the window, got -1073741819",
                "30 00 e0 ff ff ff 00 | glz reference: expected an image of the window, got -16777211"
            })
    void aStreamThatNoEncoderWritesIsRefused(String stream, String complaint) {
        decompress(image(LzImageType.RGB32, 3, 3, 0, "02 010203 111213 212223"));

        assertThatThrownBy(() -> decompress(image(LzImageType.RGB32, 5, 4, 1, stream)))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
        assertThat(window.holds(4)).isFalse();
        assertThat(window.imageCount()).isEqualTo(1);
    }

    @Test
    void anImageOfAnotherTypeIsNotReferredTo() {
        decompress(image(LzImageType.RGB32, 1, 0, 0, "00 010203"));

        assertThatThrownBy(() -> decompress(image(LzImageType.RGB24, 1, 1, 1, "20 00 01")))
                .hasMessage("glz reference: expected a RGB24 image, got RGB32");
    }

    @Test
    void imagesAreForgottenByTheHeadOfTheLastOneWithoutAGap() {
        for (int id : new int[] {0, 1, 2, 4, 5}) {
            decompress(image(LzImageType.RGB24, 1, id, id == 5 ? 0 : Math.min(id, 2), "00 010203"));
        }
        assertThat(window.imageCount()).isEqualTo(5);

        decompress(image(LzImageType.RGB24, 1, 3, 2, "00 010203"));
        assertThat(window.imageCount()).isEqualTo(1);
        assertThat(window.holds(5)).isTrue();
        assertThatThrownBy(() -> decompress(image(LzImageType.RGB24, 1, 4, 2, "00 010203")))
                .hasMessage("glz image id: expected a new one from 5 on, got 4");
        assertThatThrownBy(() -> decompress(image(LzImageType.RGB24, 1, 5, 2, "00 010203")))
                .isInstanceOf(ImageFormatException.class);

        window.clear();
        decompress(image(LzImageType.RGB24, 1, 0, 0, "00 010203"));
        assertThat(window.imageCount()).isEqualTo(1);
    }

    @Test
    void aWindowTakesNoMorePixelsThanItMay() {
        GlzDecoder small = new GlzDecoder(new GlzWindow(5));
        byte[] first = image(LzImageType.RGB24, 3, 0, 0, "02 010203 111213 212223");
        byte[] second = image(LzImageType.RGB24, 3, 1, 0, "02 010203 111213 212223");
        small.decompress(first, 0, first.length);

        assertThatThrownBy(() -> small.decompress(second, 0, second.length))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("glz window: expected at most 5 pixels, got 6");
    }

    @Test
    void nothingIsAllocatedForAnImageThatTheBytesCannotHold() {
        byte[] image = new byte[60];
        new GlzHeader(LzImageType.RGB32, 8192, 4096, LineOrder.TOP_DOWN, 0, 0).encode(image, 0);

        assertThatThrownBy(() -> new GlzDecoder(new GlzWindow(Long.MAX_VALUE)).decompress(image, 0, image.length))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("glz image: expected 8192x4096 RGB32, got 60 bytes");
    }

    @Test
    void everyTruncationAndATrailingByteAreRefused() {
        for (PixelFormat format : Sequence.FORMATS) {
            Raster raster = Rasters.generate(Look.TEXT, format, 50, 30, 0, LineOrder.TOP_DOWN, 1);
            GlzEncoder encoder = new GlzEncoder(new GlzDictionary(10_000));
            GlzDecoder fresh = new GlzDecoder(new GlzWindow(10_000));
            byte[] first = GlzModelTest.compress(encoder, raster);
            fresh.decompress(first, 0, first.length);
            byte[] second = GlzModelTest.compress(encoder, raster.part(1, 1, 47, 20));
            for (int length = 0; length < second.length; length++) {
                int truncated = length;
                assertThatThrownBy(() -> fresh.decompress(second, 0, truncated))
                        .isInstanceOf(ImageFormatException.class);
            }
            byte[] longer = Arrays.copyOf(second, second.length + 1);
            assertThatThrownBy(() -> fresh.decompress(longer, 0, longer.length))
                    .isInstanceOf(ImageFormatException.class);
            fresh.decompress(second, 0, second.length);
        }
    }

    /** The sums are over what spice-gtk makes of the same images, one after another. */
    @ParameterizedTest
    @ValueSource(strings = {"server", "mixed"})
    void imagesFromTheReferenceEncoderAreRead(String name) throws IOException {
        ByteBuffer images = ByteBuffer.wrap(resource(name + ".glz.bin")).order(ByteOrder.LITTLE_ENDIAN);
        List<String> sums = new String(resource(name + ".pixels.txt"), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(sums).hasSizeGreaterThan(50);
        for (String sum : sums) {
            int length = images.getInt();
            Raster raster = decoder.decompress(images.array(), images.position(), length);
            images.position(images.position() + length);
            CRC32 crc = new CRC32();
            crc.update(Pixels.asClientHolds(raster));

            assertThat(String.format(Locale.ROOT, "%08x", crc.getValue())).isEqualTo(sum);
        }
        assertThat(images.hasRemaining()).isFalse();
    }

    private byte[] decompress(byte[] image) {
        return decoder.decompress(image, 0, image.length).pixels();
    }

    private static byte[] image(LzImageType type, int width, long id, long headDistance, String stream) {
        byte[] bytes = HexFormat.of().parseHex(stream.replace(" ", ""));
        byte[] image = new byte[GlzHeader.BYTES + bytes.length];
        new GlzHeader(type, width, 1, LineOrder.TOP_DOWN, id, headDistance).encode(image, 0);
        System.arraycopy(bytes, 0, image, GlzHeader.BYTES, bytes.length);
        return image;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = GlzDecoderTest.class.getResourceAsStream("fixtures/" + name)) {
            if (in == null) {
                throw new AssertionError("no fixture " + name);
            }
            return in.readAllBytes();
        }
    }
}
