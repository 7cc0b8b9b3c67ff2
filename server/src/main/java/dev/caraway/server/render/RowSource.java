package dev.caraway.server.render;

import java.util.Arrays;

/** What is drawn, by the places where it is drawn: a picture without an end, asked for in parts of rows. */
interface RowSource {

    /**
     * Gives the pixels for columns {@code left} to {@code right} - 1 of the target's row {@code y}, the first in
     * {@code into[0]}.
     */
    void read(int y, int left, int right, int[] into);

    /**
     * The same, each pixel as alpha, red, green and blue from 0 to 1: four numbers each in {@code into}. They can be
     * finer than bytes.
     */
    default void readUnits(int y, int left, int right, float[] into) {
        int[] words = new int[right - left];
        read(y, left, right, words);
        for (int i = 0; i < words.length; i++) {
            UnitCombiner.expand(words[i], into, UnitCombiner.CHANNELS * i);
        }
    }

    /** The same pixel everywhere. */
    static RowSource ofColor(int color) {
        return (y, left, right, into) -> Arrays.fill(into, 0, right - left, color);
    }
}
