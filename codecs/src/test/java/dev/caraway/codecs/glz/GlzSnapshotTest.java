package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlzSnapshotTest {

    private static final int WINDOW_PIXELS = 30_000;

    /** The dictionary moves several times, each time while it is used, and the client notices nothing. */
    @ParameterizedTest
    @ValueSource(ints = {GlzSnapshotWriter.WRITE_BYTES_MIN, 1_000, 20_000, 1_000_000})
    void encodingGoesOnAfterEveryMoveAndTheClientUnderstands(int pieceBytes) {
        Random random = new Random(pieceBytes);
        Sequence sequence = new Sequence(6, 110);
        GlzWindow window = new GlzWindow(2 * WINDOW_PIXELS);
        GlzDecoder decoder = new GlzDecoder(window);
        GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
        byte[] piece = new byte[pieceBytes];
        for (int move = 0; move < 12; move++) {
            GlzEncoder encoder = new GlzEncoder(dictionary);
            send(encoder, decoder, sequence, random.nextInt(40));
            GlzSnapshotWriter writer = new GlzSnapshotWriter(dictionary);
            GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);
            int turns = 0;
            while (turns < 200) {
                turns++;
                reader.read(piece, 0, writer.write(piece, 0, pieceBytes));
                if (random.nextInt(3) == 0) {
                    send(encoder, decoder, sequence, 1);
                }
                if (random.nextInt(12) == 0) {
                    dictionary.remove(dictionary.headImageId() + random.nextInt(8));
                }
            }
            dictionary.freeze();
            finish(writer, reader, piece);
            assertSameState(dictionary, reader.dictionary());
            dictionary = reader.dictionary();
        }
        assertThat(window.imageCount()).isPositive();
    }

    @Test
    void repeatedImagesAreFoundAfterTheMove() {
        for (PixelFormat format : Sequence.FORMATS) {
            Raster noise = Rasters.generate(Look.NOISE, format, 90, 70, 0, LineOrder.TOP_DOWN, 1);
            GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
            GlzModelTest.compress(new GlzEncoder(dictionary), noise);
            GlzDictionary moved = moved(dictionary);

            assertThat(GlzModelTest.compress(new GlzEncoder(moved), noise).length)
                    .isLessThan(140);
        }
    }

    @Test
    void removedImagesTravelWithoutTheirPixels() {
        GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
        Raster noise = Rasters.generate(Look.NOISE, PixelFormat.XRGB32, 90, 70, 0, LineOrder.TOP_DOWN, 1);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        GlzModelTest.compress(encoder, noise);
        GlzModelTest.compress(encoder, noise);
        assertThat(new GlzSnapshotWriter(dictionary).bytesLeft()).isEqualTo(2 * (14 + 3 * 90 * 70));
        dictionary.remove(1);
        assertThat(new GlzSnapshotWriter(dictionary).bytesLeft()).isEqualTo(14 + 14 + 3 * 90 * 70);
        dictionary.remove(0);
        assertThat(new GlzSnapshotWriter(dictionary).bytesLeft()).isEqualTo(28);

        GlzDictionary moved = moved(dictionary);
        assertSameState(dictionary, moved);
        assertThat(GlzModelTest.compress(new GlzEncoder(moved), noise).length).isGreaterThan(3 * 90 * 70);
    }

    @Test
    void anEmptyDictionaryMovesWithItsCounter() {
        assertThat(moved(new GlzDictionary(WINDOW_PIXELS, 5)).nextImageId()).isEqualTo(5);
        assertThat(moved(new GlzDictionary(WINDOW_PIXELS)).nextImageId()).isZero();
    }

    /** All that was copied has left the window when the rest follows. */
    @Test
    void imagesThatLeaveWhileTheyAreWrittenAreForgottenAtTheOtherEnd() {
        GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        Raster noise = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 120, 100, 0, LineOrder.TOP_DOWN, 1);
        Raster other = Rasters.generate(Look.NOISE, PixelFormat.RGBA32, 171, 175, 0, LineOrder.TOP_DOWN, 2);
        GlzModelTest.compress(encoder, noise);
        GlzSnapshotWriter writer = new GlzSnapshotWriter(dictionary);
        GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);
        byte[] piece = new byte[10_000];
        reader.read(piece, 0, writer.write(piece, 0, piece.length));
        // The one being written leaves, and the next id follows it without a gap.
        GlzModelTest.compress(encoder, other);
        assertThat(dictionary.headImageId()).isEqualTo(1);
        reader.read(piece, 0, writer.write(piece, 0, piece.length));
        GlzModelTest.compress(encoder, other);
        GlzModelTest.compress(encoder, other);
        dictionary.freeze();
        finish(writer, reader, piece);

        assertSameState(dictionary, reader.dictionary());
        assertThat(reader.dictionary().headImageId()).isEqualTo(3);
    }

    @Test
    void theEndIsWrittenOnlyWhenItIsTrue() {
        GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
        GlzModelTest.compress(new GlzEncoder(dictionary), new Sequence(1, 50).next());
        GlzSnapshotWriter writer = new GlzSnapshotWriter(dictionary);
        byte[] out = new byte[20_000];

        assertThat(writer.isCaughtUp()).isFalse();
        dictionary.freeze();
        assertThatThrownBy(() -> writer.writeEnd(out, 0)).isInstanceOf(IllegalStateException.class);
        while (!writer.isCaughtUp()) {
            writer.write(out, 0, out.length);
        }
        assertThat(writer.bytesLeft()).isZero();
        dictionary.thaw();
        assertThatThrownBy(() -> writer.writeEnd(out, 0)).isInstanceOf(IllegalStateException.class);
        dictionary.freeze();
        assertThat(writer.writeEnd(out, 0)).isEqualTo(writer.endBytes());
        assertThatThrownBy(() -> writer.write(out, 0, GlzSnapshotWriter.WRITE_BYTES_MIN - 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 | glz snapshot piece: expected 1 to 3, got 0",
                "04 | glz snapshot piece: expected 1 to 3, got 4",
                "01 0000000000000000 08 000000 | glz snapshot: expected 13 bytes, got 12",
                "01 ffffffffffffffff 08 01000000 | glz snapshot image id: expected 0 or later, got 18446744073709551615",
                "01 0000000000000000 08 00000000 | glz snapshot image: expected 1 to 30000 pixels of a GLZ type, got 0 RGB32",
                "01 0000000000000000 08 ffffffff | glz snapshot image: expected 1 to 30000 pixels of a GLZ type, got 4294967295 RGB32",
                "01 0000000000000000 09 30750000 | glz snapshot image: expected 1 to 30000 pixels of a GLZ type, got 30000 RGBA",
                "01 0000000000000000 09 05000000 02 02000000 01020304050607 | glz snapshot units: expected 8 bytes, got 7",
                "01 0000000000000000 0b 01000000 | glz snapshot image: expected 1 to 30000 pixels of a GLZ type, got 1 A8",
                "01 0000000000000000 10 01000000 | lz type: expected 1 to 11, got 16",
                "01 0500000000000000 00 01000000 01 0500000000000000 00 01000000 | glz snapshot image id: expected 6 or later, got 5",
                "02 01000000 010203 | glz snapshot units: expected 1 to 0, got 1",
                "01 0000000000000000 08 05000000 02 06000000 | glz snapshot units: expected 1 to 5, got 6",
                "01 0000000000000000 08 05000000 02 00000000 | glz snapshot units: expected 1 to 5, got 0",
                "01 0000000000000000 08 05000000 02 05000000 0102 | glz snapshot units: expected 15 bytes, got 2",
                "03 31750000 0000000000000000 0000000000000000 | glz snapshot window: expected 30000 pixels, got 30001",
                "03 30750000 0000000000000000 0100000000000000 01 | glz snapshot: expected images 0 to 0, got 0 to 1",
                "03 30750000 0000000000000080 0000000000000080 | glz snapshot: expected images 0 to 0, got 9223372036854775808 to 9223372036854775808",
                "03 30750000 0000000000000000 0000000000000000 03 | glz snapshot: expected nothing after the end, got more",
                "01 0000000000000000 00 05000000 03 30750000 0000000000000000 0100000000000000 | glz snapshot: expected 1 bytes, got 0",
                "01 0000000000000000 08 05000000 03 30750000 0000000000000000 0100000000000000 01 | glz snapshot: expected images 0 to 1, got 0 to 1"
            })
    void whatNoWriterWritesIsRefused(String pieces, String complaint) {
        byte[] bytes = HexFormat.of().parseHex(pieces.replace(" ", ""));
        GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);

        assertThatThrownBy(() -> reader.read(bytes, 0, bytes.length))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage(complaint);
    }

    @Test
    void aPartOfASnapshotIsNoDictionary() {
        GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);

        assertThat(reader.isComplete()).isFalse();
        assertThatThrownBy(reader::dictionary).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyTruncationIsRefusedOrIncomplete() {
        byte[] snapshot = snapshot(7);
        for (int length = 0; length < snapshot.length; length++) {
            GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);
            try {
                reader.read(snapshot, 0, length);
            } catch (ImageFormatException refused) {
                continue;
            }
            assertThat(reader.isComplete()).isFalse();
        }
        GlzSnapshotReader reader = new GlzSnapshotReader(WINDOW_PIXELS);
        reader.read(snapshot, 0, snapshot.length);
        assertThat(reader.isComplete()).isTrue();
    }

    /** Whatever was restored can be used: images are added and decode by themselves. */
    @Test
    void damagedSnapshotsAreADictionaryOrRefused() {
        byte[] snapshot = snapshot(3);
        Random random = new Random(4);
        int restored = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = snapshot.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            restored += restoreAndUse(damaged, WINDOW_PIXELS) ? 1 : 0;
        }
        assertThat(restored).isBetween(100, 1_990);
    }

    /** Whether the bytes are a whole snapshot. */
    static boolean restoreAndUse(byte[] bytes, int windowPixels) {
        GlzSnapshotReader reader = new GlzSnapshotReader(windowPixels);
        try {
            reader.read(bytes, 0, bytes.length);
        } catch (ImageFormatException refused) {
            return false;
        }
        if (!reader.isComplete()) {
            return false;
        }
        GlzDictionary dictionary = reader.dictionary();
        GlzEncoder encoder = new GlzEncoder(dictionary);
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.RGBA32, 9, 9, 0, LineOrder.TOP_DOWN, 1);
        long id = dictionary.nextImageId();
        GlzModelTest.compress(encoder, raster);
        assertThat(dictionary.isLive(id)).isTrue();
        assertSameState(dictionary, moved(dictionary));
        return true;
    }

    static byte[] snapshot(int images) {
        GlzDictionary dictionary = new GlzDictionary(WINDOW_PIXELS);
        GlzEncoder encoder = new GlzEncoder(dictionary);
        Sequence sequence = new Sequence(images, 20);
        for (int i = 0; i < images; i++) {
            GlzModelTest.compress(encoder, sequence.next());
        }
        dictionary.remove(1);
        dictionary.freeze();
        GlzSnapshotWriter writer = new GlzSnapshotWriter(dictionary);
        byte[] out = new byte[200_000];
        int length = writer.write(out, 0, 100_000);
        length += writer.writeEnd(out, length);
        return Arrays.copyOf(out, length);
    }

    private static GlzDictionary moved(GlzDictionary dictionary) {
        dictionary.freeze();
        GlzSnapshotReader reader = new GlzSnapshotReader(dictionary.windowPixels());
        finish(new GlzSnapshotWriter(dictionary), reader, new byte[4_000]);
        return reader.dictionary();
    }

    private static void finish(GlzSnapshotWriter writer, GlzSnapshotReader reader, byte[] piece) {
        while (!writer.isCaughtUp()) {
            int length = writer.write(piece, 0, piece.length);
            assertThat(length).isPositive();
            reader.read(piece, 0, length);
        }
        byte[] end = new byte[writer.endBytes()];
        reader.read(end, 0, writer.writeEnd(end, 0));
    }

    private static void send(GlzEncoder encoder, GlzDecoder decoder, Sequence sequence, int count) {
        for (int i = 0; i < count; i++) {
            Raster raster = sequence.next();
            byte[] image = GlzModelTest.compress(encoder, raster);
            Pixels.assertSame(raster, decoder.decompress(image, 0, image.length));
        }
    }

    private static void assertSameState(GlzDictionary expected, GlzDictionary got) {
        assertThat(got.nextImageId()).isEqualTo(expected.nextImageId());
        assertThat(got.headImageId()).isEqualTo(expected.headImageId());
        assertThat(got.images().pixelSum()).isEqualTo(expected.images().pixelSum());
        List<Boolean> expectedLive = new ArrayList<>();
        List<Boolean> gotLive = new ArrayList<>();
        for (long id = expected.headImageId(); id < expected.nextImageId(); id++) {
            expectedLive.add(expected.isLive(id));
            gotLive.add(got.isLive(id));
        }
        assertThat(gotLive).isEqualTo(expectedLive);
    }
}
