package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlzHeaderTest {

    private static final String RGBA_24X20 = """
            20205a4c          magic
            00010001          version
            19                RGBA, top-down
            00000018          width
            00000014          height
            00000060          stride
            0000000000000102  image id
            00000042          head distance
            """.replaceAll(" .*", "").replace("\n", "");

    @Test
    void theHeaderOfAnImageIsWrittenAsItIsRead() {
        GlzHeader header = new GlzHeader(LzImageType.RGBA, 24, 20, LineOrder.TOP_DOWN, 0x102, 0x42);
        byte[] out = new byte[GlzHeader.BYTES];
        header.encode(out, 0);

        assertThat(HexFormat.of().formatHex(out)).isEqualTo(RGBA_24X20);
        assertThat(GlzHeader.decode(bytes(RGBA_24X20), 0, GlzHeader.BYTES)).isEqualTo(header);
    }

    @Test
    void everyTypeAndLineOrderComesBack() {
        for (LzImageType type :
                new LzImageType[] {LzImageType.RGB16, LzImageType.RGB24, LzImageType.RGB32, LzImageType.RGBA}) {
            for (LineOrder lineOrder : LineOrder.values()) {
                GlzHeader header = new GlzHeader(type, 13, 5, lineOrder, 1L << 40, 0xffff_ffffL);
                byte[] out = new byte[GlzHeader.BYTES];
                header.encode(out, 0);

                assertThat(GlzHeader.decode(out, 0, out.length)).isEqualTo(header);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20205a4d 00010001 19 00000018 00000014 00000060 0000000000000102 00000042 | glz magic: expected 0x20205a4c, got 0x20205a4d",
                "20205a4c 00010002 19 00000018 00000014 00000060 0000000000000102 00000042 | glz version: expected 0x10001, got 0x10002",
                "20205a4c 00010001 10 00000018 00000014 00000060 0000000000000102 00000042 | lz type: expected 1 to 11, got 0",
                "20205a4c 00010001 15 00000018 00000014 00000060 0000000000000102 00000042 | glz type: expected RGB16, RGB24, RGB32 or RGBA, got PLT8",
                "20205a4c 00010001 1a 00000018 00000014 00000060 0000000000000102 00000042 | glz type: expected RGB16, RGB24, RGB32 or RGBA, got XXXA",
                "20205a4c 00010001 19 00000000 00000014 00000060 0000000000000102 00000042 | glz image: expected 1x1 up to 33554432 pixels, got 0x20",
                "20205a4c 00010001 19 00000018 ffffffff 00000060 0000000000000102 00000042 | glz image: expected 1x1 up to 33554432 pixels, got 24x4294967295",
                "20205a4c 00010001 19 00002001 00001000 00008004 0000000000000102 00000042 | glz image: expected 1x1 up to 33554432 pixels, got 8193x4096",
                "20205a4c 00010001 19 00000018 00000014 00000061 0000000000000102 00000042 | glz stride: expected 96, got 97",
                "20205a4c 00010001 19 00000018 00000014 00000060 0000000000000102 00000103 | glz head distance of image 258: expected 0 to the image's id, got 259",
                "20205a4c 00010001 19 00000018 00000014 00000060 8000000000000000 00000000 | glz head distance of image 9223372036854775808: expected 0 to the image's id, got 0"
            })
    void whatNoImageHasIsRefused(String header, String complaint) {
        byte[] bytes = bytes(header);

        assertThatThrownBy(() -> GlzHeader.decode(bytes, 0, GlzHeader.BYTES))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = bytes(RGBA_24X20);
        for (int length = 0; length < GlzHeader.BYTES; length++) {
            int truncated = length;
            assertThatThrownBy(() -> GlzHeader.decode(bytes, 0, truncated)).isInstanceOf(ImageFormatException.class);
        }
    }

    @Test
    void aHeaderThatNoImageHasCannotBeMade() {
        assertThatThrownBy(() -> new GlzHeader(LzImageType.A8, 1, 1, LineOrder.TOP_DOWN, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GlzHeader(LzImageType.RGB32, 8193, 4096, LineOrder.TOP_DOWN, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GlzHeader(LzImageType.RGB32, 1, 1, LineOrder.TOP_DOWN, 4, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
