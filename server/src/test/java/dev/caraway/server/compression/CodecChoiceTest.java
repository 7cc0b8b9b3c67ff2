package dev.caraway.server.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.ImageCompression;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecChoiceTest {

    private final GlzDictionary dictionary = new GlzDictionary(100_000);
    private final CodecChoice choice = new CodecChoice(true, dictionary);

    @ParameterizedTest
    @CsvSource({
        "OFF,      RAW,  RAW",
        "AUTO_GLZ, GLZ,  QUIC",
        "AUTO_LZ,  LZ,   QUIC",
        "QUIC,     QUIC, QUIC",
        "GLZ,      GLZ,  GLZ",
        "LZ,       LZ,   LZ",
        "LZ4,      LZ4,  LZ4",
    })
    void textAndPhotographsGoWhereTheWishSendsThem(ImageCompression wanted, ImageCodec text, ImageCodec photograph) {
        assertThat(choice.choose(text(PixelFormat.XRGB32), wanted)).isEqualTo(text);
        assertThat(choice.choose(photograph(PixelFormat.XRGB32), wanted)).isEqualTo(photograph);
    }

    @ParameterizedTest
    @CsvSource({"AUTO_GLZ, LZ", "AUTO_LZ, LZ", "QUIC, RAW", "GLZ, LZ", "LZ, LZ", "LZ4, LZ"})
    void indicesGoToLzOrStayAsTheyAre(ImageCompression wanted, ImageCodec expected) {
        assertThat(choice.choose(Raster.allocate(PixelFormat.PALETTE8, 40, 40), wanted))
                .isEqualTo(expected);
    }

    @Test
    void alphaAloneIsNotForTheDictionary() {
        assertThat(choice.choose(Raster.allocate(PixelFormat.A8, 40, 40), ImageCompression.AUTO_GLZ))
                .isEqualTo(ImageCodec.LZ);
    }

    @Test
    void fewBytesStayAsTheyAre() {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, 13, 1);
        for (ImageCompression wanted : ImageCompression.values()) {
            assertThat(choice.choose(raster, wanted)).isEqualTo(ImageCodec.RAW);
        }
    }

    @Test
    void imagesLargerThanTheWindowGoToLz() {
        assertThat(choice.choose(Raster.allocate(PixelFormat.XRGB32, 1000, 100), ImageCompression.GLZ))
                .isEqualTo(ImageCodec.LZ);
    }

    @Test
    void frozenDictionaryTakesNothing() {
        dictionary.freeze();
        assertThat(choice.choose(text(PixelFormat.XRGB32), ImageCompression.AUTO_GLZ))
                .isEqualTo(ImageCodec.LZ);
        dictionary.thaw();
        assertThat(choice.choose(text(PixelFormat.XRGB32), ImageCompression.AUTO_GLZ))
                .isEqualTo(ImageCodec.GLZ);
    }

    @Test
    void clientWithoutLz4GetsLz() {
        CodecChoice without = new CodecChoice(false, dictionary);
        assertThat(without.choose(text(PixelFormat.XRGB32), ImageCompression.LZ4))
                .isEqualTo(ImageCodec.LZ);
    }

    /** Black strokes on white. */
    private static Raster text(PixelFormat format) {
        Raster raster = Raster.allocate(format, 100, 80);
        Arrays.fill(raster.pixels(), (byte) 0xff);
        for (int y = 0; y < 80; y += 4) {
            for (int x = 0; x < 100; x += 3) {
                Arrays.fill(raster.pixels(), raster.pixelOffset(x, y), raster.pixelOffset(x, y) + 4, (byte) 0);
            }
        }
        return raster;
    }

    /** Each pixel a little different from those around it. */
    private static Raster photograph(PixelFormat format) {
        Raster raster = Raster.allocate(format, 100, 80);
        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 100; x++) {
                int at = raster.pixelOffset(x, y);
                raster.pixels()[at] = (byte) (2 * x + y);
                raster.pixels()[at + 1] = (byte) (x + 2 * y);
                raster.pixels()[at + 2] = (byte) (x + y);
            }
        }
        return raster;
    }
}
