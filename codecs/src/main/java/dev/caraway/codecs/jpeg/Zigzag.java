package dev.caraway.codecs.jpeg;

/** The order in which a JPEG writes the 64 frequencies of a block: along its antidiagonals, slow ones first. */
final class Zigzag {

    private Zigzag() {}

    /** For each place in zigzag order, the row-major index (8 times the vertical frequency plus the horizontal one). */
    static int[] naturalOrder() {
        int[] order = new int[64];
        int at = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int step = 0; step <= diagonal; step++) {
                // Odd diagonals run downwards, even ones upwards.
                int vertical = diagonal % 2 == 1 ? step : diagonal - step;
                int horizontal = diagonal - vertical;
                if (vertical < 8 && horizontal < 8) {
                    order[at++] = 8 * vertical + horizontal;
                }
            }
        }
        return order;
    }
}
