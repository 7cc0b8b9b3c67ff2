package dev.caraway.codecs.lz4;

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

class Lz4DecoderTest {

    private final Lz4Decoder decoder = new Lz4Decoder();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Literals alone.
                "01 08 00000005 40 01020304 | 1 | 01020304",
                // One pixel, then seven bytes that repeat it, then five literals.
                "01 08 0000000d 43 01020304 0400 50 0405060708 | 4 | 01020304 01020304 01020304 05060708",
                // The second block reaches back into the first.
                "01 08 00000005 40 01020304 00000008 00 0400 40 05060708 | 3 | 01020304 01020304 05060708",
                // Fifteen literals need a byte more.
                "01 07 00000011 f0 00 010203040506070809101112131415 | 5 | 010203040506070809101112131415"
            })
    void aStreamMadeByHandIsRead(String stream, int width, String pixels) {
        byte[] image = bytes(stream);
        assertThat(decoder.decompress(image, 0, image.length, width, 1).pixels())
                .isEqualTo(bytes(pixels));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "01 | lz4 header: expected 2 bytes, got 1",
                "01 05 00000005 40 01020304 | lz4 format: expected 6 to 9, got 5",
                "01 0a 00000005 40 01020304 | lz4 format: expected 6 to 9, got 10",
                "01 08 000000 | lz4 block: expected 4 bytes of length, got 3",
                "01 08 00000000 40 01020304 | lz4 block: expected 1 to 5 bytes, got 0",
                "01 08 00000006 40 01020304 | lz4 block: expected 1 to 5 bytes, got 6",
                "01 08 ffffffff 40 01020304 | lz4 block: expected 1 to 5 bytes, got 4294967295",
                "01 08 00000001 00 | lz4 block: expected pixels, got none",
                "01 08 00000005 40 01020304 | lz4 image: expected 12 bytes, got 4",
                "01 08 00000006 50 01020304 | lz4 block: expected 1 to 5 bytes, got 6",
                "01 08 00000005 50 01020304 | lz4 literals: expected 5, got 4",
                "01 08 00000006 40 01020304 04 | lz4 block: expected more bytes, got the end",
                "01 08 00000007 40 01020304 0400 | lz4 block: expected more bytes, got the end",
                "01 08 00000007 40 01020304 0000 | lz4 match: expected 1 to 4 bytes back, got 0",
                "01 08 00000007 40 01020304 0500 | lz4 match: expected 1 to 4 bytes back, got 5",
                "01 08 00000008 45 01020304 0400 00 | lz4 match: expected at most 8 bytes, got 9",
                "01 08 0000000a 4f 01020304 0400 ffff00 | lz4 length: expected at most 8, got 270",
                "01 08 0000000e d0 01020304050607080910111213 | lz4 length: expected at most 12, got 13"
            })
    void aStreamThatNoEncoderWritesIsRefused(String stream, String complaint) {
        byte[] image = bytes(stream);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 3, 1))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void nothingIsAllocatedForAnImageThatTheBytesCannotHold() {
        byte[] image = bytes("01 08 00000005 40 01020304");

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 20_000, 20_000))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("lz4 image: expected 20000 rows of 80000 bytes, got 11 bytes");
        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isInstanceOf(ImageFormatException.class);
        for (int side : new int[] {0, -1}) {
            assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, side, 1))
                    .isInstanceOf(ImageFormatException.class);
            assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, 1, side))
                    .isInstanceOf(ImageFormatException.class);
        }
    }

    @Test
    void aTargetOfAnotherFormatIsNotWritten() {
        byte[] image = bytes("01 08 00000005 40 01020304");
        Raster target = Raster.allocate(PixelFormat.RGBA32, 1, 1);

        assertThatThrownBy(() -> decoder.decompress(image, 0, image.length, target))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("lz4 image: expected RGBA32, got XRGB32");
        assertThat(target.pixels()).containsOnly(0);
    }

    @Test
    void anyByteButZeroIsTopDown() {
        byte[] image = bytes("07 08 00000009 80 0102030405060708");

        assertThat(decoder.decompress(image, 0, image.length, 1, 2).pixels()).isEqualTo(bytes("0102030405060708"));
        image[0] = 0;
        assertThat(decoder.decompress(image, 0, image.length, 1, 2).pixels()).isEqualTo(bytes("0506070801020304"));
    }

    /** The pixels are what liblz4 makes of the same bytes, rows in the order of the stream. */
    @ParameterizedTest
    @CsvSource({
        "server-rgba, 24, 24, RGBA32, TOP_DOWN",
        "server-large, 964, 18, RGBA32, TOP_DOWN",
        "lz4-rgb16, 45, 27, RGB16_555, TOP_DOWN",
        "lz4-rgb24, 45, 27, RGB24, BOTTOM_UP",
        "lz4-rgb32, 45, 27, XRGB32, TOP_DOWN",
        "lz4-rgba, 45, 27, RGBA32, BOTTOM_UP"
    })
    void anImageFromTheReferenceEncoderIsRead(
            String name, int width, int height, PixelFormat format, LineOrder lineOrder) throws IOException {
        String file = name + "_" + width + "x" + height;
        byte[] image = resource(file + ".lz4.bin");
        byte[] pixels = resource(file + ".pixels.bin");
        Raster target =
                new Raster(new byte[pixels.length], 0, (int) format.rowBytes(width), width, height, format, lineOrder);

        decoder.decompress(image, 0, image.length, target);
        assertThat(target.pixels()).isEqualTo(pixels);

        // Into a top-down raster of its own, too.
        Raster fresh = decoder.decompress(image, 0, image.length, width, height);
        assertThat(fresh.format()).isEqualTo(format);
        for (int y = 0; y < height; y++) {
            int from = target.rowOffset(y);
            int freshFrom = fresh.rowOffset(y);
            for (int i = 0; i < target.rowBytes(); i++) {
                assertThat(fresh.pixels()[freshFrom + i]).isEqualTo(pixels[from + i]);
            }
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Lz4DecoderTest.class.getResourceAsStream("fixtures/" + name)) {
            if (in == null) {
                throw new AssertionError(name + ": expected among the fixtures");
            }
            return in.readAllBytes();
        }
    }
}
