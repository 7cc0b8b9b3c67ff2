package dev.caraway.codecs.quic;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What encoder and decoder have learnt from the pixels so far, each by itself and to the same effect.
 *
 * <p>For each channel and bucket eight counters hold what the samples of that bucket would have cost in each code; the
 * cheapest code is the one in use. The model learns from every pixel at first and, later, from one in 32 on average:
 * how many it skips is drawn from a fixed table, under a mask that grows by a bit after each 2048 pixels of the first
 * 12288. The rows' cuts at those points are <em>segments</em>; no run goes on from one into the next.
 */
final class QuicModel {

    /** Counters stand above the complement of their code's number, so that the least of them names its code. */
    static final int COUNTER_SHIFT = 3;

    /** Channels that one model can hold: red, green, blue. */
    static final int CHANNELS = 3;

    private static final int SEGMENT_PIXELS = 2048;
    private static final int MASK_BITS_MAX = 6;

    /** By bits of the mask: counters are halved when the cheapest code's has got beyond this. */
    private static final int[] HALVE_BEYOND = {110, 550, 900, 800, 550, 400, 350};

    /** Pixels to skip, before the mask; the table that every implementation draws from, in a circle. */
    private static final byte[] SKIPS = HexFormat.of()
            .parseHex("021713150712280e0c202f2c2406120b04132a1d103f39331003050e0f1e1409"
                    + "242d03393d000805290e2b1b2b3b1f23273c2a260d363e011a030b3d34220730"
                    + "043b160c160832040a062c080b2e1f333511012b2e3c24360a1b272c16291702"
                    + "2c0028352830102b201c210c1402383e373a12140d37261d391331212f3f3b00"
                    + "233d13192e263c0423011a281c0a050e19123031143b3e222e072134223a091d"
                    + "08373e3c2524253206030a1c30181a3d391e0b360206322f07112335200c1711"
                    + "05153137332d341b2719273f16182a343826292938200d181a331b383a25182a"
                    + "0f1c111e1f0f101719362122011d1f323515310f2f09003a252d1e0d092d3f15");

    /** Counters of nothing, for codes 0 to 3, the first lowest. */
    private static final long NOTHING_LOW = 0x0004_0005_0006_0007L;

    /** The same for codes 4 to 7. */
    private static final long NOTHING_HIGH = 0x0000_0001_0002_0003L;

    private static final long HALVED = 0x7ff8_7ff8_7ff8_7ff8L;

    /** The codeword lengths of a run's remainder, by {@link #runState}. */
    private static final byte[] RUN_ORDERS =
            HexFormat.of().parseHex("0000000001010101020202020303030304040505060607070809" + "0a0b0c0d0e0f");

    /** At {@code channel << 3 | bucket}: the number of the code in use, times 256. */
    final int[] codes = new int[CHANNELS * QuicCodes.CODES];

    /**
     * Two longs for each channel and bucket, four codes' counters in each.
     *
     * <p>INVARIANT: none overflows its 16 bits, 13 without the code's number. No codeword is more than 8 times as long
     * as another for the same rank, so no counter gets far beyond 8 times the least one, which is halved at 926.
     */
    private final long[] counters = new long[CHANNELS * QuicCodes.CODES * 2];

    private QuicCodes family = QuicCodes.OF_EIGHT_BITS;

    /** Pixels to skip before the model learns from the next one. */
    int skip;

    private int drawn;
    private int maskBits;
    private int halveBeyond;
    private int segmentLeft;
    private int runState;

    /** Forgets everything; differences are those of {@code newFamily} from here on. */
    void reset(QuicCodes newFamily) {
        family = newFamily;
        Arrays.fill(codes, (newFamily.count - 1) << 8);
        for (int i = 0; i < counters.length; i += 2) {
            counters[i] = NOTHING_LOW;
            counters[i + 1] = NOTHING_HIGH;
        }
        skip = 0;
        drawn = 0;
        maskBits = 0;
        halveBeyond = HALVE_BEYOND[0];
        segmentLeft = SEGMENT_PIXELS;
        runState = 0;
    }

    /** Where the segment of a row that begins at {@code start} ends; at {@code width} at the latest. */
    int segmentEnd(int start, int width) {
        return maskBits == MASK_BITS_MAX ? width : Math.min(width, start + segmentLeft);
    }

    /** Passes a segment, or what of it lay in one row. */
    void pass(int pixels) {
        if (maskBits < MASK_BITS_MAX) {
            segmentLeft -= pixels;
            if (segmentLeft == 0) {
                segmentLeft = SEGMENT_PIXELS;
                maskBits++;
                halveBeyond = HALVE_BEYOND[maskBits];
            }
        }
    }

    /** How many pixels to skip before the model learns again, 0 to 63. */
    int nextSkip() {
        return SKIPS[drawn++ & 255] & ((1 << maskBits) - 1);
    }

    /** Learns from the red, green and blue of a pixel what {@link #learn} learns from one channel. */
    void learnColours(int left, int difference) {
        byte[] buckets = family.buckets;
        long[] costs = family.costs;
        learn(buckets[left >>> 16], costs, difference >>> 16);
        learn(8 | buckets[(left >>> 8) & 0xff], costs, (difference >>> 8) & 0xff);
        learn(16 | buckets[left & 0xff], costs, difference & 0xff);
    }

    /** Learns what {@code difference} would have cost in each code of the bucket that {@code left} chooses. */
    void learn(int left, int difference) {
        learn(family.buckets[left], family.costs, difference);
    }

    private void learn(int bucket, long[] costs, int difference) {
        int at = bucket << 1;
        int cost = difference << 1;
        long low = counters[at] + costs[cost];
        long high = counters[at + 1] + costs[cost + 1];
        int least = Math.min(least(low), least(high));
        codes[bucket] = (QuicCodes.CODES - 1 - (least & 7)) << 8;
        if (least >>> COUNTER_SHIFT > halveBeyond) {
            low = ((low >>> 1) & HALVED) | NOTHING_LOW;
            high = ((high >>> 1) & HALVED) | NOTHING_HIGH;
        }
        counters[at] = low;
        counters[at + 1] = high;
    }

    private static int least(long four) {
        int lowPair = (int) four;
        int highPair = (int) (four >>> 32);
        return Math.min(Math.min(lowPair & 0xffff, lowPair >>> 16), Math.min(highPair & 0xffff, highPair >>> 16));
    }

    /** A whole run of 2^this many pixels is told by one bit; the rest of a run by this many bits. */
    int runOrder() {
        return RUN_ORDERS[runState];
    }

    /** Expects longer runs. */
    void lengthenRuns() {
        if (runState < RUN_ORDERS.length - 1) {
            runState++;
        }
    }

    /** Expects shorter runs. */
    void shortenRuns() {
        if (runState > 0) {
            runState--;
        }
    }
}
