package dev.caraway.codecs.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardDctTest {

    /** Compared with the definition of the transform (ITU-T T.81, A.3.3), in every lane. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 33, ForwardDct.LANES - 1, ForwardDct.LANES})
    void eachLaneIsTheCosineTransformOfItsBlock(int lanes) {
        Random random = new Random(lanes);
        int[] block = new int[ForwardDct.BLOCK + 5];
        int[][] samples = new int[lanes][64];
        for (int lane = 0; lane < lanes; lane++) {
            for (int i = 0; i < 64; i++) {
                int sample = lane % 3 == 0 ? (random.nextBoolean() ? -128 : 127) : random.nextInt(256) - 128;
                samples[lane][i] = sample;
                block[5 + ForwardDct.sample(i & 7, i >> 3) + lane] = sample << ForwardDct.FRACTION_BITS;
            }
        }

        ForwardDct.transform(block, 5, lanes);

        for (int lane = 0; lane < lanes; lane++) {
            for (int v = 0; v < 8; v++) {
                for (int u = 0; u < 8; u++) {
                    double got = block[5 + ForwardDct.slot(u, v) + lane] / ForwardDct.scale(u, v);
                    assertThat(got).isCloseTo(definition(samples[lane], u, v), Offset.offset(0.2));
                }
            }
        }
    }

    /** Of all blocks, the one with a frequency's own signs has the largest coefficient: no product may overflow. */
    @Test
    void theLargestCoefficientOfEachFrequencyIsRight() {
        for (int frequency = 0; frequency < 64; frequency++) {
            int u = frequency & 7;
            int v = frequency >> 3;
            int[] block = new int[ForwardDct.BLOCK];
            int[] samples = new int[64];
            for (int i = 0; i < 64; i++) {
                double wave = Math.cos((2 * (i & 7) + 1) * u * Math.PI / 16)
                        * Math.cos((2 * (i >> 3) + 1) * v * Math.PI / 16);
                samples[i] = wave < 0 ? 127 : -128;
                block[ForwardDct.sample(i & 7, i >> 3)] = samples[i] << ForwardDct.FRACTION_BITS;
            }
            ForwardDct.transform(block, 0, 1);
            int coefficient = block[ForwardDct.slot(u, v)];
            assertThat(coefficient / ForwardDct.scale(u, v)).isCloseTo(definition(samples, u, v), Offset.offset(0.2));

            QuantizationTable table = QuantizationTable.brightness();
            table.scale(100);
            Quantizer.quantize(block, 0, new int[2 * ForwardDct.LANES], 0, table, 1);
            assertThat((double) block[ForwardDct.slot(u, v)]).isCloseTo(definition(samples, u, v), Offset.offset(0.85));
        }
    }

    /** Division by reciprocals, compared with division, for every divisor that a table may hold. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 85, 100})
    void quantizationRoundsToTheNearest(int quality) {
        QuantizationTable table = QuantizationTable.brightness();
        table.scale(quality);
        byte[] divisors = new byte[64];
        table.write(divisors, 0);
        int[] natural = Zigzag.naturalOrder();
        int[] block = new int[ForwardDct.BLOCK];
        Random random = new Random(quality);
        for (int i = 0; i < block.length; i++) {
            block[i] = random.nextInt(400_000) - 200_000;
        }
        int[] before = block.clone();
        int[] nonzero = new int[2 * ForwardDct.LANES];
        Arrays.fill(nonzero, -1);

        Quantizer.quantize(block, 0, nonzero, 0, table, ForwardDct.LANES);

        for (int place = 0; place < 64; place++) {
            int u = natural[place] & 7;
            int v = natural[place] >> 3;
            for (int lane = 0; lane < ForwardDct.LANES; lane++) {
                int at = ForwardDct.slot(u, v) + lane;
                double exact = before[at] / ((divisors[place] & 0xff) * ForwardDct.scale(u, v));
                assertThat(Math.abs(block[at] - exact)).isLessThan(0.5001 + Math.abs(exact) / 8_000);
                int mask = nonzero[(place >> 5) * ForwardDct.LANES + lane];
                assertThat(mask >>> (place & 31) & 1).isEqualTo(block[at] == 0 ? 0 : 1);
            }
        }
    }

    private static double definition(int[] samples, int u, int v) {
        double sum = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                sum += samples[8 * y + x]
                        * Math.cos((2 * x + 1) * u * Math.PI / 16)
                        * Math.cos((2 * y + 1) * v * Math.PI / 16);
            }
        }
        return sum * (u == 0 ? Math.sqrt(0.5) : 1) * (v == 0 ? Math.sqrt(0.5) : 1) / 4;
    }
}
