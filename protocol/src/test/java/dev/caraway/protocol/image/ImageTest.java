package dev.caraway.protocol.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.ChangedBytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageTest {

    private static final ImageDescriptor DESCRIPTOR = new ImageDescriptor(0x11, ImageDescriptor.CACHE_ME, 2, 1);
    private static final Palette PALETTE = new Palette(5, List.of(0, 0xffffff));

    static Stream<Golden<Image>> images() {
        return Stream.of(
                Golden.of(
                        new Image(
                                DESCRIPTOR,
                                new BitmapData(
                                        BitmapFormat.RGBA,
                                        BitmapData.TOP_DOWN,
                                        1,
                                        2,
                                        4,
                                        null,
                                        Hex.bytes("01 02 03 04 05 06 07 08"))),
                        """
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        09                       # format
                        04                       # flags
                        01 00 00 00              # x
                        02 00 00 00              # y
                        04 00 00 00              # stride
                        00 00 00 00              # palette
                        01 02 03 04 05 06 07 08  # data
                        """),
                Golden.of(
                        new Image(
                                DESCRIPTOR,
                                new BitmapData(
                                        BitmapFormat.ONE_BIT_BE,
                                        BitmapData.PAL_CACHE_ME,
                                        9,
                                        1,
                                        4,
                                        PALETTE,
                                        Hex.bytes("aa 80 00 00"))),
                        """
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02                       # format
                        01                       # flags
                        09 00 00 00              # x
                        01 00 00 00              # y
                        04 00 00 00              # stride
                        28 00 00 00              # palette
                        aa 80 00 00              # data
                        05 00 00 00 00 00 00 00  # unique
                        02 00                    # num_ents
                        00 00 00 00              # ents[0]
                        ff ff ff 00              # ents[1]
                        """),
                Golden.of(
                        new Image(
                                DESCRIPTOR,
                                new BitmapData(
                                        BitmapFormat.EIGHT_BIT,
                                        BitmapData.PAL_FROM_CACHE,
                                        1,
                                        1,
                                        1,
                                        new CachedPalette(5),
                                        Hex.bytes("01"))),
                        """
                        11 00 00 00 00 00 00 00  # id
                        00                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        05                       # format
                        02                       # flags
                        01 00 00 00              # x
                        01 00 00 00              # y
                        01 00 00 00              # stride
                        05 00 00 00 00 00 00 00  # palette_id
                        01                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new QuicData(Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        01                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01 00 00 00              # data_size
                        aa                       # data
                        """),
                Golden.of(
                        new Image(DESCRIPTOR, new LzPaletteData(LzPaletteData.TOP_DOWN, PALETTE, Hex.bytes("aa"))),
                        """
                        11 00 00 00 00 00 00 00  # id
                        64                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        04                       # flags
                        01 00 00 00              # data_size
                        1c 00 00 00              # palette
                        aa                       # data
                        05 00 00 00 00 00 00 00  # unique
                        02 00                    # num_ents
                        00 00 00 00              # ents[0]
                        ff ff ff 00              # ents[1]
                        """),
                Golden.of(
                        new Image(
                                DESCRIPTOR,
                                new LzPaletteData(LzPaletteData.PAL_FROM_CACHE, new CachedPalette(5), Hex.bytes("aa"))),
                        """
                        11 00 00 00 00 00 00 00  # id
                        64                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        02                       # flags
                        01 00 00 00              # data_size
                        05 00 00 00 00 00 00 00  # palette_id
                        aa                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new LzRgbData(Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        65                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01 00 00 00              # data_size
                        aa                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new GlzRgbData(Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        66                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01 00 00 00              # data_size
                        aa                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new FromCache()), """
                        11 00 00 00 00 00 00 00  # id
                        67                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        """),
                Golden.of(new Image(DESCRIPTOR, new SurfaceData(1023)), """
                        11 00 00 00 00 00 00 00  # id
                        68                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        ff 03 00 00              # surface_id
                        """),
                Golden.of(new Image(DESCRIPTOR, new JpegData(Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        69                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01 00 00 00              # data_size
                        aa                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new FromCacheLossless()), """
                        11 00 00 00 00 00 00 00  # id
                        6a                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        """),
                Golden.of(new Image(DESCRIPTOR, new ZlibGlzRgbData(300, Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        6b                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        2c 01 00 00              # glz_data_size
                        01 00 00 00              # data_size
                        aa                       # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new JpegAlphaData(JpegAlphaData.TOP_DOWN, 1, Hex.bytes("aa bb"))), """
                        11 00 00 00 00 00 00 00  # id
                        6c                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01                       # flags
                        01 00 00 00              # jpeg_size
                        02 00 00 00              # data_size
                        aa bb                    # data
                        """),
                Golden.of(new Image(DESCRIPTOR, new Lz4Data(Hex.bytes("aa"))), """
                        11 00 00 00 00 00 00 00  # id
                        6d                       # type
                        01                       # flags
                        02 00 00 00              # width
                        01 00 00 00              # height
                        01 00 00 00              # data_size
                        aa                       # data
                        """));
    }

    @ParameterizedTest
    @MethodSource("images")
    void imageIsRead(Golden<Image> golden) {
        golden.verify(ImageTest::decode);
    }

    @ParameterizedTest
    @MethodSource("images")
    void anyChangedByteIsAnotherImageOrRefused(Golden<Image> golden) {
        ChangedBytes.verify(golden, ImageTest::decode);
    }

    @Test
    void everyTypeIsVerified() {
        assertThat(images().map(golden -> golden.message().data().type()).distinct())
                .containsExactlyInAnyOrder(ImageType.values());
    }

    @Test
    void bitmapThatPromisesMoreThanItHasIsRefused() {
        String hex = """
                11 00 00 00 00 00 00 00  # id
                00                       # type
                00                       # flags
                02 00 00 00              # width
                02 00 00 00              # height
                08                       # format
                00                       # flags
                02 00 00 00              # x
                ff 7f 00 00              # y
                ff ff ff 7f              # stride
                00 00 00 00              # palette
                """;
        assertThatThrownBy(() -> decode(Hex.bytes(hex)))
                .isInstanceOf(WireException.class)
                .hasMessage("TEST.data: expected 70366596661249 bytes, got 0");
    }

    @Test
    void strideThatDoesNotHoldARowIsRefused() {
        assertThatThrownBy(() -> new BitmapData(BitmapFormat.RGBA, 0, 2, 1, 7, null, Bytes.wrap(new byte[7])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bitmap stride: expected at least 8, got 7");
    }

    @Test
    void cachedPaletteNeedsItsFlag() {
        assertThatThrownBy(() -> new LzPaletteData(0, new CachedPalette(5), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LzPaletteData(LzPaletteData.PAL_FROM_CACHE, PALETTE, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Image decode(Bytes body) {
        SpiceReader in = new SpiceReader("TEST", body);
        Image image = Image.decode(in);
        in.end();
        return image;
    }
}
