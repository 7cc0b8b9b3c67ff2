package dev.caraway.codecs.jpeg;

import java.util.HexFormat;

/**
 * A Huffman table: the standard's examples (ITU-T T.81, annex K.3), which every decoder takes and which fit pictures of
 * any kind within a few per cent.
 */
final class HuffmanTable {

    static final HuffmanTable BRIGHTNESS_DC =
            new HuffmanTable(0x00, "00010501010101010100000000000000", "000102030405060708090a0b");

    static final HuffmanTable BRIGHTNESS_AC = new HuffmanTable(
            0x10,
            "0002010303020403050504040000017d",
            "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
                    + "2433627282090a161718191a25262728292a3435363738393a43444546474849"
                    + "4a535455565758595a636465666768696a737475767778797a83848586878889"
                    + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
                    + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8"
                    + "f9fa");

    static final HuffmanTable COLOUR_DC =
            new HuffmanTable(0x01, "00030101010101010101010000000000", "000102030405060708090a0b");

    static final HuffmanTable COLOUR_AC = new HuffmanTable(
            0x11,
            "00020102040403040705040400010277",
            "000102031104052131061241510761711322328108144291a1b1c109233352f0"
                    + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
                    + "494a535455565758595a636465666768696a737475767778797a828384858687"
                    + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
                    + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8"
                    + "f9fa");

    /** A zero run of 16 without a value behind it, and the end of a block. */
    static final int ZERO_RUN = 0xf0;

    static final int END_OF_BLOCK = 0x00;

    private static final int SYMBOLS = 256;
    private static final int LENGTH_BITS = 5;

    private final int id;

    /** How many codes have 1, 2 up to 16 bits. */
    private final byte[] counts;

    /** The symbols from the shortest code to the longest. */
    private final byte[] symbols;

    private HuffmanTable(int id, String counts, String symbols) {
        this.id = id;
        this.counts = HexFormat.of().parseHex(counts);
        this.symbols = HexFormat.of().parseHex(symbols);
    }

    /** The table as a DHT segment holds it: class and number, counts, symbols. */
    int write(byte[] out, int at) {
        out[at] = (byte) id;
        System.arraycopy(counts, 0, out, at + 1, counts.length);
        System.arraycopy(symbols, 0, out, at + 1 + counts.length, symbols.length);
        return at + 1 + counts.length + symbols.length;
    }

    /**
     * For each symbol its code with room for the value's bits behind it, and in the low five bits the length of both;
     * 0 for a symbol without a code. The low half of a symbol is the number of the value's bits: 11 at most behind a
     * code of at most 9 bits, 10 behind one of 16.
     */
    int[] entries() {
        int[] entries = new int[SYMBOLS];
        int code = 0;
        int at = 0;
        for (int length = 1; length <= counts.length; length++) {
            for (int i = 0; i < counts[length - 1]; i++) {
                int symbol = symbols[at++] & 0xff;
                int valueBits = symbol & 15;
                entries[symbol] = code << valueBits << LENGTH_BITS | (length + valueBits);
                code++;
            }
            code <<= 1;
        }
        return entries;
    }
}
