package dev.caraway.codecs.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuicHeaderTest {

    private static final String RGB32_640X480 = "51554943 00000000 04000000 80020000 e0010000";

    @Test
    void fiveLittleEndianWords() {
        QuicHeader header = new QuicHeader(QuicImageType.RGB32, 640, 480);
        byte[] out = new byte[22];
        header.encode(out, 2);

        byte[] expected = bytes("0000" + RGB32_640X480);
        assertThat(out).isEqualTo(expected);
        assertThat(QuicHeader.decode(expected, 2, 20)).isEqualTo(header);
    }

    @ParameterizedTest
    @EnumSource(QuicImageType.class)
    void everyTypeComesBack(QuicImageType type) {
        QuicHeader header = new QuicHeader(type, 13, 5);
        byte[] out = new byte[QuicHeader.BYTES];
        header.encode(out, 0);

        assertThat(QuicHeader.decode(out, 0, out.length)).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource({"1, A8", "2, RGB16_555", "3, RGB24", "4, XRGB32", "5, RGBA32"})
    void eachFormatHasItsNumber(int code, PixelFormat format) {
        assertThat(QuicImageType.of(format).code()).isEqualTo(code);
        assertThat(QuicImageType.ofCode(code).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void onlyPalettesHaveNoType(PixelFormat format) {
        assertThat(QuicImageType.exists(format)).isNotEqualTo(format.isPalette());
        if (format.isPalette()) {
            assertThatThrownBy(() -> QuicImageType.of(format)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "43495551 00000000 04000000 80020000 e0010000 | quic magic: expected 0x43495551, got 0x51554943",
                "51554943 01000000 04000000 80020000 e0010000 | quic version: expected 0x0, got 0x1",
                "51554943 00000000 00000000 80020000 e0010000 | quic type: expected 1 to 5, got 0",
                "51554943 00000000 06000000 80020000 e0010000 | quic type: expected 1 to 5, got 6",
                "51554943 00000000 ffffffff 80020000 e0010000 | quic type: expected 1 to 5, got -1",
                "51554943 00000000 04000000 00000000 e0010000 | quic image: expected 1x1 up to 536870909 pixels, got 0x480",
                "51554943 00000000 04000000 80020000 00000000 | quic image: expected 1x1 up to 536870909 pixels, got 640x0",
                "51554943 00000000 04000000 ffffffff 01000000 | quic image: expected 1x1 up to 536870909 pixels, got 4294967295x1",
                "51554943 00000000 04000000 00000100 00000100 | quic image: expected 1x1 up to 536870909 pixels, got 65536x65536"
            })
    void whatNoImageHasIsRefused(String header, String complaint) {
        byte[] bytes = bytes(header);

        assertThatThrownBy(() -> QuicHeader.decode(bytes, 0, 20))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void theLargestImageIsTaken() {
        QuicHeader header = new QuicHeader(QuicImageType.RGBA, QuicHeader.IMAGE_PIXELS_MAX, 1);

        assertThat(header.pixels()).isEqualTo(QuicHeader.IMAGE_PIXELS_MAX);
        assertThat(QuicEncoder.maxCompressedBytes(PixelFormat.RGBA32, QuicHeader.IMAGE_PIXELS_MAX, 1))
                .isEqualTo(Integer.MAX_VALUE - 8);
        assertThatThrownBy(() -> QuicEncoder.maxCompressedBytes(PixelFormat.RGBA32, 1, QuicHeader.IMAGE_PIXELS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = bytes(RGB32_640X480);
        for (int length = 0; length < QuicHeader.BYTES; length++) {
            int truncated = length;
            assertThatThrownBy(() -> QuicHeader.decode(bytes, 0, truncated)).isInstanceOf(ImageFormatException.class);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
