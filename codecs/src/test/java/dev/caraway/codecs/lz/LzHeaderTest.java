package dev.caraway.codecs.lz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LzHeaderTest {

    private static final String RGB32_640X480 = "20205a4c 00010001 00000008 00000280 000001e0 00000a00 00000001";

    @Test
    void sevenBigEndianWords() {
        LzHeader header = new LzHeader(LzImageType.RGB32, 640, 480, LineOrder.TOP_DOWN);
        byte[] out = new byte[30];
        header.encode(out, 2);

        byte[] expected = bytes("0000" + RGB32_640X480);
        assertThat(out).isEqualTo(expected);
        assertThat(LzHeader.decode(expected, 2, 28)).isEqualTo(header);
    }

    @ParameterizedTest
    @EnumSource(LzImageType.class)
    void everyTypeComesBack(LzImageType type) {
        for (LineOrder lineOrder : LineOrder.values()) {
            LzHeader header = new LzHeader(type, 13, 5, lineOrder);
            byte[] out = new byte[LzHeader.BYTES];
            header.encode(out, 0);

            assertThat(LzHeader.decode(out, 0, out.length)).isEqualTo(header);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, PALETTE1_LE",
        "2, PALETTE1_BE",
        "3, PALETTE4_LE",
        "4, PALETTE4_BE",
        "5, PALETTE8",
        "6, RGB16_555",
        "7, RGB24",
        "8, XRGB32",
        "9, RGBA32",
        "11, A8"
    })
    void eachFormatHasItsNumber(int code, PixelFormat format) {
        assertThat(LzImageType.of(format).code()).isEqualTo(code);
        assertThat(LzImageType.ofCode(code).format()).isEqualTo(format);
    }

    @Test
    void anyWordButZeroIsTopDown() {
        String header = RGB32_640X480.replaceFirst("00000001$", "00000004");

        assertThat(LzHeader.decode(bytes(header), 0, 28).lineOrder()).isEqualTo(LineOrder.TOP_DOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4c5a2020 00010001 00000008 00000280 000001e0 00000a00 00000001 | lz magic: expected 0x20205a4c, got 0x4c5a2020",
                "20205a4c 00010002 00000008 00000280 000001e0 00000a00 00000001 | lz version: expected 0x10001, got 0x10002",
                "20205a4c 00010001 00000000 00000280 000001e0 00000a00 00000001 | lz type: expected 1 to 11, got 0",
                "20205a4c 00010001 0000000c 00000280 000001e0 00000a00 00000001 | lz type: expected 1 to 11, got 12",
                "20205a4c 00010001 ffffffff 00000280 000001e0 00000a00 00000001 | lz type: expected 1 to 11, got -1",
                "20205a4c 00010001 00000008 00000000 000001e0 00000000 00000001 | lz image: expected 1x1 up to 1 GiB, got 0x480 RGB32",
                "20205a4c 00010001 00000008 00000280 00000000 00000a00 00000001 | lz image: expected 1x1 up to 1 GiB, got 640x0 RGB32",
                "20205a4c 00010001 00000008 ffffffff 000001e0 00000a00 00000001 | lz image: expected 1x1 up to 1 GiB, got 4294967295x480 RGB32",
                "20205a4c 00010001 00000008 40000001 00000004 00000004 00000001 | lz image: expected 1x1 up to 1 GiB, got 1073741825x4 RGB32",
                "20205a4c 00010001 00000008 00004000 00004000 00010000 00000001 | lz image: expected 1x1 up to 1 GiB, got 16384x16384 RGB32",
                "20205a4c 00010001 00000008 00000280 000001e0 00000a04 00000001 | lz stride: expected 2560, got 2564"
            })
    void whatNoImageHasIsRefused(String header, String complaint) {
        byte[] bytes = bytes(header);

        assertThatThrownBy(() -> LzHeader.decode(bytes, 0, 28))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void theLargestImageIsTaken() {
        LzHeader header = new LzHeader(LzImageType.RGB32, 16384, 16383, LineOrder.TOP_DOWN);

        assertThat(header.units()).isEqualTo(16384 * 16383);
        assertThat(LzEncoder.maxCompressedBytes(PixelFormat.RGBA32, 16384, 16383))
                .isPositive();
        assertThatThrownBy(() -> LzEncoder.maxCompressedBytes(PixelFormat.RGBA32, 16384, 16384))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = bytes(RGB32_640X480);
        for (int length = 0; length < LzHeader.BYTES; length++) {
            int truncated = length;
            assertThatThrownBy(() -> LzHeader.decode(bytes, 0, truncated)).isInstanceOf(ImageFormatException.class);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
