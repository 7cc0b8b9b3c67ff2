package dev.caraway.codecs.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuicModelTest {

    private static final int[] HALVE_BEYOND = {110, 550, 900, 800, 550, 400, 350};

    private static final QuicCodes[] FAMILIES = {QuicCodes.OF_EIGHT_BITS, QuicCodes.OF_FIVE_BITS};

    /** What keeps the packed counters from running into each other. */
    @Test
    void noCodewordIsMoreThanEightTimesAsLongAsAnotherForTheSameDifference() {
        for (QuicCodes family : FAMILIES) {
            for (int difference = 0; difference <= family.sampleMax; difference++) {
                int shortest = QuicCodes.LENGTH_MAX;
                int longest = 8;
                for (int code = 0; code < family.count; code++) {
                    shortest = Math.min(shortest, length(family, code, difference));
                    longest = Math.max(longest, length(family, code, difference));
                }
                assertThat(shortest).isPositive();
                assertThat(longest).isBetween(shortest, 8 * shortest).isLessThanOrEqualTo(QuicCodes.LENGTH_MAX);
            }
        }
    }

    /** Eight counters in two words say what eight counters say, for the kindest differences and for the worst. */
    @Test
    void packedCountersLearnWhatPlainOnesLearn() {
        Random random = new Random(8);
        for (QuicCodes family : FAMILIES) {
            for (int spread = 1; spread <= family.sampleMax + 1; spread++) {
                QuicModel model = new QuicModel();
                model.reset(family);
                int[] counters = new int[family.count];
                for (int maskBits = 0; maskBits < HALVE_BEYOND.length; maskBits++) {
                    for (int pixel = 0; pixel < 1500; pixel++) {
                        int difference = pixel % 900 < 700 ? random.nextInt(spread) : family.sampleMax >> 1;
                        model.learn(0, difference);
                        int best = learn(counters, family, difference, HALVE_BEYOND[maskBits]);
                        if (model.codes[0] >> 8 != best) {
                            throw new AssertionError("spread " + spread + ", pixel " + pixel + ": expected code " + best
                                    + ", got " + (model.codes[0] >> 8));
                        }
                    }
                    model.pass(2048);
                }
            }
        }
    }

    private static int learn(int[] counters, QuicCodes family, int difference, int halveBeyond) {
        int best = family.count - 1;
        for (int code = family.count - 1; code >= 0; code--) {
            counters[code] += length(family, code, difference);
            if (counters[code] < counters[best]) {
                best = code;
            }
        }
        if (counters[best] > halveBeyond) {
            for (int code = 0; code < family.count; code++) {
                counters[code] >>= 1;
            }
        }
        return best;
    }

    private static int length(QuicCodes family, int code, int difference) {
        return family.words[code << 8 | difference] & 31;
    }
}
