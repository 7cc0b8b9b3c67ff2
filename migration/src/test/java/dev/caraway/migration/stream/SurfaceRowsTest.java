package dev.caraway.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class SurfaceRowsTest {

    @Test
    void rowsOfOneColourAreDeflatedAndComeBack() {
        Bytes raw = Frames.filled(4 * 100 * 50, 0x20);
        SurfaceRows rows = SurfaceRows.compress(0, 1, 2, 3, 100, 50, raw);

        assertThat(rows.encoding()).isEqualTo(RowEncoding.DEFLATE);
        assertThat(rows.pixels().length()).isLessThan(200);
        assertThat(rows.decompress()).isEqualTo(raw);
    }

    @Test
    void noiseStaysAsItIs() {
        byte[] noise = new byte[4 * 64 * 64];
        new Random(1).nextBytes(noise);
        SurfaceRows rows = SurfaceRows.compress(0, 0, 0, 0, 64, 64, Bytes.wrap(noise));

        assertThat(rows.encoding()).isEqualTo(RowEncoding.RAW);
        assertThat(rows.decompress()).isEqualTo(Bytes.wrap(noise));
    }

    @Test
    void rowsOfEverySizeComeBack() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            int width = 1 + random.nextInt(40);
            int rows = 1 + random.nextInt(40);
            byte[] raw = new byte[4 * width * rows];
            for (int at = 0; at < raw.length; at++) {
                raw[at] = (byte) random.nextInt(1 + i % 9);
            }
            assertThat(SurfaceRows.compress(0, 0, 0, 0, width, rows, Bytes.wrap(raw))
                            .decompress())
                    .isEqualTo(Bytes.wrap(raw));
        }
    }

    @Test
    void deflatedBytesOfOtherThanTheRectangleAreRefused() {
        Bytes more = deflated(Frames.filled(4001, 0));
        Bytes fewer = deflated(Frames.filled(3999, 0));
        Bytes right = deflated(Frames.filled(4000, 0));

        assertThat(rows(right).decompress()).isEqualTo(Frames.filled(4000, 0));
        refused(more);
        refused(fewer);
        refused(deflated(Frames.filled(1 << 20, 0)));
        refused(Bytes.EMPTY);
        refused(Frames.filled(20, 0x77));
        for (int length = 0; length < right.length(); length++) {
            refused(right.slice(0, length));
        }
        refused(SpiceWriter.encode(out -> out.bytes(right).u8(0)));
    }

    @Test
    void rowsAreBoundedByTheirRectangle() {
        assertThatThrownBy(() -> new SurfaceRows(0, 0, 0, 0, 10, 2, RowEncoding.RAW, Frames.filled(79, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SurfaceRows(0, 0, 0, 0, 10, 2, RowEncoding.DEFLATE, Frames.filled(80, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SurfaceRows(0, 0, 0, 0, 32767, 9, RowEncoding.DEFLATE, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes of surface rows");
        assertThatThrownBy(() -> new SurfaceRows(0, 0, 0, 0, 0, 9, RowEncoding.RAW, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(Bytes pixels) {
        assertThatThrownBy(() -> rows(pixels).decompress()).isInstanceOf(StreamException.class);
    }

    private static SurfaceRows rows(Bytes pixels) {
        return new SurfaceRows(0, 0, 0, 0, 100, 10, RowEncoding.DEFLATE, pixels);
    }

    private static Bytes deflated(Bytes raw) {
        Deflater deflater = new Deflater();
        deflater.setInput(raw.toArray());
        deflater.finish();
        byte[] deflated = new byte[4000];
        int length = deflater.deflate(deflated);
        deflater.end();
        return Bytes.copyOf(deflated, 0, length);
    }
}
