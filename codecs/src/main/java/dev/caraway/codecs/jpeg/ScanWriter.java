package dev.caraway.codecs.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes quantized blocks as Huffman codes into a byte array.
 *
 * <p>Bits gather in a word and leave it four bytes at a time. A byte of all ones would begin a marker, so a zero byte
 * follows it.
 */
final class ScanWriter {

    /** The most bytes that a block takes: 20 bits and 63 times 26, each byte perhaps followed by a zero. */
    static final int BLOCK_BYTES_MAX = 2 * ((20 + 63 * 26 + 7) / 8);

    /** What may still be in the word when a block ends, each byte perhaps followed by a zero. */
    private static final int WORD_BYTES_MAX = 2 * Long.BYTES;

    private static final int LANES = ForwardDct.LANES;
    private static final int[] SLOTS = slots();
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] EMPTY = {};

    private static final int[] BRIGHTNESS_DC = HuffmanTable.BRIGHTNESS_DC.entries();
    private static final int[] BRIGHTNESS_AC = HuffmanTable.BRIGHTNESS_AC.entries();
    private static final int[] COLOUR_DC = HuffmanTable.COLOUR_DC.entries();
    private static final int[] COLOUR_AC = HuffmanTable.COLOUR_AC.entries();

    /** Receives a unit where the output has no room for the longest one. */
    private final byte[] spill = new byte[6 * BLOCK_BYTES_MAX + WORD_BYTES_MAX];

    /** The last average of each component: brightness, then the colours. */
    private final int[] averages = new int[3];

    private byte[] out = EMPTY;
    private int at;

    /** The last {@code pendingBits} bits of {@code pending} are not written yet; fewer than 32 between blocks. */
    private long pending;

    private int pendingBits;

    void begin(byte[] target, int offset) {
        out = target;
        at = offset;
        pending = 0;
        pendingBits = 0;
        averages[0] = 0;
        averages[1] = 0;
        averages[2] = 0;
    }

    /** Lets go of the output. */
    void end() {
        out = EMPTY;
    }

    /**
     * Writes the unit in a lane: its blocks of brightness, then its two of colour.
     *
     * @param blocks quantized coefficients, the blocks one after another as {@link ForwardDct} leaves them
     * @param nonzero for each block two runs of lanes: which of the first 32 places in zigzag order are not zero, a bit
     *     each, and which of the last 32
     * @return whether there was room
     */
    boolean writeUnit(int[] blocks, int[] nonzero, int lane, int brightnessBlocks) {
        int blockCount = brightnessBlocks + 2;
        if (out.length - at >= blockCount * BLOCK_BYTES_MAX + WORD_BYTES_MAX) {
            writeBlocks(blocks, nonzero, lane, brightnessBlocks);
            return true;
        }
        byte[] target = out;
        int start = at;
        out = spill;
        at = 0;
        writeBlocks(blocks, nonzero, lane, brightnessBlocks);
        return copySpill(target, start);
    }

    /**
     * Fills the last byte with ones and writes a marker.
     *
     * @return where the bytes end, or {@link JpegEncoder#DOES_NOT_FIT}
     */
    int finish(int marker) {
        byte[] target = out;
        int start = at;
        out = spill;
        at = 0;
        int fill = -pendingBits & 7;
        pending = pending << fill | ((1 << fill) - 1);
        pendingBits += fill;
        while (pendingBits > 0) {
            pendingBits -= 8;
            writeByte((int) (pending >>> pendingBits));
        }
        out[at++] = (byte) 0xff;
        out[at++] = (byte) marker;
        int end = copySpill(target, start) ? at : JpegEncoder.DOES_NOT_FIT;
        out = EMPTY;
        return end;
    }

    private boolean copySpill(byte[] target, int start) {
        int count = at;
        out = target;
        at = start;
        if (count > target.length - start) {
            return false;
        }
        System.arraycopy(spill, 0, target, start, count);
        at += count;
        return true;
    }

    private void writeBlocks(int[] blocks, int[] nonzero, int lane, int brightnessBlocks) {
        for (int block = 0; block < brightnessBlocks; block++) {
            averages[0] = writeBlock(blocks, nonzero, block, lane, averages[0], BRIGHTNESS_DC, BRIGHTNESS_AC);
        }
        int blue = brightnessBlocks;
        averages[1] = writeBlock(blocks, nonzero, blue, lane, averages[1], COLOUR_DC, COLOUR_AC);
        averages[2] = writeBlock(blocks, nonzero, blue + 1, lane, averages[2], COLOUR_DC, COLOUR_AC);
    }

    /** Returns the block's average. */
    private int writeBlock(int[] blocks, int[] nonzero, int block, int lane, int average, int[] dc, int[] ac) {
        int base = block * ForwardDct.BLOCK + lane;
        int masks = block * 2 * LANES + lane;
        long word = pending;
        int bits = pendingBits;

        int value = blocks[base];
        int change = value - average;
        int size = 32 - Integer.numberOfLeadingZeros(Math.abs(change));
        int entry = dc[size];
        word = word << (entry & 31) | entry >>> 5 | valueBits(change, size);
        bits += entry & 31;

        long left = ((nonzero[masks] & 0xffff_ffffL) | (long) nonzero[masks + LANES] << 32) & ~1L;
        int place = 0;
        while (left != 0) {
            if (bits >= 32) {
                bits -= 32;
                writeWord((int) (word >>> bits));
            }
            int next = Long.numberOfTrailingZeros(left);
            left &= left - 1;
            int run = next - place - 1;
            place = next;
            while (run > 15) {
                int zeroRun = ac[HuffmanTable.ZERO_RUN];
                word = word << (zeroRun & 31) | zeroRun >>> 5;
                bits += zeroRun & 31;
                run -= 16;
                if (bits >= 32) {
                    bits -= 32;
                    writeWord((int) (word >>> bits));
                }
            }
            int coefficient = blocks[base + SLOTS[next]];
            size = 32 - Integer.numberOfLeadingZeros(Math.abs(coefficient));
            entry = ac[run << 4 | size];
            word = word << (entry & 31) | entry >>> 5 | valueBits(coefficient, size);
            bits += entry & 31;
        }
        if (bits >= 32) {
            bits -= 32;
            writeWord((int) (word >>> bits));
        }
        if (place != 63) {
            int end = ac[HuffmanTable.END_OF_BLOCK];
            word = word << (end & 31) | end >>> 5;
            bits += end & 31;
            if (bits >= 32) {
                bits -= 32;
                writeWord((int) (word >>> bits));
            }
        }
        pending = word;
        pendingBits = bits;
        return value;
    }

    /** A value of {@code size} bits; a negative one is written less one, so that it begins with a zero. */
    private static int valueBits(int value, int size) {
        return (value + (value >> 31)) & ((1 << size) - 1);
    }

    private void writeWord(int word) {
        // A byte of all ones carries into its top bit when one is added to it.
        if ((word & ~(word + 0x01010101) & 0x80808080) == 0) {
            WORD.set(out, at, word);
            at += 4;
        } else {
            writeByte(word >>> 24);
            writeByte(word >>> 16);
            writeByte(word >>> 8);
            writeByte(word);
        }
    }

    private void writeByte(int value) {
        out[at++] = (byte) value;
        if ((value & 0xff) == 0xff) {
            out[at++] = 0;
        }
    }

    /** By place in zigzag order: where the coefficient stands in a block. */
    private static int[] slots() {
        int[] natural = Zigzag.naturalOrder();
        int[] slots = new int[64];
        for (int place = 0; place < 64; place++) {
            slots[place] = ForwardDct.slot(natural[place] & 7, natural[place] >> 3);
        }
        return slots;
    }
}
