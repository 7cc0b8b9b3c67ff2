package dev.caraway.server.render;

/** Arithmetic with bytes that stand for 0 to 1 in steps of 1/255, four of them in a word. */
final class UnitBytes {

    private static final int EVEN = 0x00ff00ff;
    private static final int HALVES = 0x00800080;
    private static final int CARRIES = 0x01000100;

    private UnitBytes() {}

    /** {@code a * b}, rounded to the nearest. */
    static int product(int a, int b) {
        return divided(a * b);
    }

    /** {@code value / 255}, rounded to the nearest, of 0 to 255 * 255. */
    static int divided(int value) {
        int biased = value + 0x80;
        return (biased + (biased >> 8)) >> 8;
    }

    /** Each byte of {@code word} times {@code byte}. */
    static int scaled(int word, int factor) {
        return scaledPair(word & EVEN, factor) | scaledPair(word >>> 8 & EVEN, factor) << 8;
    }

    /** Each byte of {@code a} times the one of {@code b} at its place. */
    static int products(int a, int b) {
        return product(a & 0xff, b & 0xff)
                | product(a >> 8 & 0xff, b >> 8 & 0xff) << 8
                | product(a >> 16 & 0xff, b >> 16 & 0xff) << 16
                | product(a >>> 24, b >>> 24) << 24;
    }

    /** The sums of the bytes at each place, 255 at most. */
    static int sums(int a, int b) {
        return sumPair(a & EVEN, b & EVEN) | sumPair(a >>> 8 & EVEN, b >>> 8 & EVEN) << 8;
    }

    /** The byte at every place. */
    static int everywhere(int value) {
        return value * 0x01010101;
    }

    private static int scaledPair(int pair, int factor) {
        int product = pair * factor + HALVES;
        return (product + (product >>> 8 & EVEN)) >>> 8 & EVEN;
    }

    private static int sumPair(int a, int b) {
        int sum = a + b;
        return (sum | CARRIES - (sum >>> 8 & EVEN)) & EVEN;
    }
}
