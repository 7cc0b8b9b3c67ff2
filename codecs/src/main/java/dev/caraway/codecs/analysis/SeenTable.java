package dev.caraway.codecs.analysis;

import java.util.Arrays;

/**
 * Remembers where 48-bit keys were seen last, and forgets all of them in no time. It is made once, for at most half as
 * many keys as it has places.
 */
final class SeenTable {

    /** The answer about a key that is new. */
    static final int NEVER = -1;

    private static final int GENERATIONS = 0xffff;

    private final long[] keys;
    private final int[] positions;
    private final int shift;
    /** In the upper 16 bits of each key that counts now; 0 is in none. */
    private int generation = 1;

    SeenTable(int bits) {
        keys = new long[1 << bits];
        positions = new int[1 << bits];
        shift = 64 - bits;
    }

    void clear() {
        generation++;
        if (generation > GENERATIONS) {
            Arrays.fill(keys, 0);
            generation = 1;
        }
    }

    /** Where the key was seen before, or {@link #NEVER}; from now on it was seen at {@code position}. */
    int see(long key, int position) {
        long stamped = (long) generation << 48 | key;
        int place = (int) ((key * 0x9e3779b97f4a7c15L) >>> shift);
        while (keys[place] >>> 48 == generation) {
            if (keys[place] == stamped) {
                int before = positions[place];
                positions[place] = position;
                return before;
            }
            place = (place + 1) & (keys.length - 1);
        }
        keys[place] = stamped;
        positions[place] = position;
        return NEVER;
    }
}
