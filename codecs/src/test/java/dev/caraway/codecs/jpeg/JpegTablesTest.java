package dev.caraway.codecs.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import javax.imageio.plugins.jpeg.JPEGQTable;
import org.junit.jupiter.api.Test;

class JpegTablesTest {

    @Test
    void theHuffmanTablesAreTheStandards() {
        assertSame(HuffmanTable.BRIGHTNESS_DC, JPEGHuffmanTable.StdDCLuminance);
        assertSame(HuffmanTable.BRIGHTNESS_AC, JPEGHuffmanTable.StdACLuminance);
        assertSame(HuffmanTable.COLOUR_DC, JPEGHuffmanTable.StdDCChrominance);
        assertSame(HuffmanTable.COLOUR_AC, JPEGHuffmanTable.StdACChrominance);
    }

    private static void assertSame(HuffmanTable table, JPEGHuffmanTable expected) {
        byte[] segment = new byte[1 + 16 + expected.getValues().length];
        assertThat(table.write(segment, 0)).isEqualTo(segment.length);
        for (int i = 0; i < 16; i++) {
            short count = i < expected.getLengths().length ? expected.getLengths()[i] : 0;
            assertThat(segment[1 + i] & 0xff).isEqualTo(count);
        }
        for (int i = 0; i < expected.getValues().length; i++) {
            assertThat(segment[17 + i] & 0xff).isEqualTo(expected.getValues()[i]);
        }
    }

    @Test
    void aShortCodeStandsBeforeItsValue() {
        int[] dc = HuffmanTable.BRIGHTNESS_DC.entries();
        // Category 0 is 00, category 3 is 100 and three bits follow, category 11 is 111111110 and eleven follow.
        assertThat(dc[0]).isEqualTo(2);
        assertThat(dc[3]).isEqualTo(0b100_000 << 5 | 6);
        assertThat(dc[11]).isEqualTo(0b111111110 << (11 + 5) | 20);

        int[] ac = HuffmanTable.BRIGHTNESS_AC.entries();
        assertThat(ac[HuffmanTable.END_OF_BLOCK]).isEqualTo(0b1010 << 5 | 4);
        assertThat(ac[HuffmanTable.ZERO_RUN]).isEqualTo(0b11111111001 << 5 | 11);
        assertThat(ac[0xfa]).isEqualTo(0xfffe << (10 + 5) | 26);
    }

    @Test
    void quality50IsTheStandardsTable() {
        assertThat(divisors(QuantizationTable.brightness(), 50)).isEqualTo(JPEGQTable.K1Luminance.getTable());
        assertThat(divisors(QuantizationTable.colour(), 50)).isEqualTo(JPEGQTable.K2Chrominance.getTable());
    }

    /** What libjpeg's cjpeg writes for these qualities, in zigzag order. */
    @Test
    void otherQualitiesAreScaledAsLibjpegDoes() {
        byte[] table = new byte[64];
        QuantizationTable brightness = QuantizationTable.brightness();
        brightness.scale(85);
        brightness.write(table, 0);
        assertThat(HexFormat.of().formatHex(table, 0, 20)).isEqualTo("0503040404030504040405050506070c08070707");
        brightness.scale(75);
        brightness.write(table, 0);
        assertThat(HexFormat.of().formatHex(table, 0, 20)).isEqualTo("080606070605080707070909080a0c140d0c0b0b");
        brightness.scale(100);
        brightness.write(table, 0);
        assertThat(table).containsOnly(1);
        brightness.scale(1);
        brightness.write(table, 0);
        assertThat(table).containsOnly(0xff);
    }

    @Test
    void zigzagOrderFollowsTheAntidiagonals() {
        assertThat(Zigzag.naturalOrder())
                .startsWith(0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25)
                .endsWith(47, 55, 62, 63);
        assertThat(Zigzag.naturalOrder()).doesNotHaveDuplicates().hasSize(64);
    }

    /** In natural order, as the JDK holds its tables. */
    private static int[] divisors(QuantizationTable table, int quality) {
        table.scale(quality);
        byte[] bytes = new byte[64];
        table.write(bytes, 0);
        int[] natural = Zigzag.naturalOrder();
        int[] divisors = new int[64];
        for (int place = 0; place < 64; place++) {
            divisors[natural[place]] = bytes[place] & 0xff;
        }
        return divisors;
    }
}
