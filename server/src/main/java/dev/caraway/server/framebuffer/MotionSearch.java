package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Guesses by how much the content of a changed area has moved, in any direction.
 *
 * <p>Some pixels are chosen as anchors by what is around them, not by where they are; so content has the same anchors
 * before and after it moved. Anchors that occur once in what is shown, and again in what is wanted, vote for the way
 * between the two places. A guess may be wrong; whoever uses it compares pixels.
 */
final class MotionSearch {

    /** A move that is worth a search shows in an area of this size at least. */
    private static final int MIN_WIDTH_PIXELS = 48;

    private static final int MIN_HEIGHT_PIXELS = 24;

    /** One bit further with each pixel: the hash of a row is that of its last 32 pixels. */
    private static final int HASHED_PIXELS = Integer.SIZE;

    private static final int HASH_FACTOR = 0x9e3779b1;

    /** The byte of a pixel that means nothing is shifted out. */
    private static final int COLOR_FACTOR = HASH_FACTOR << Byte.SIZE;

    /** The highest bits of an anchor's hash are ones; those of a black area, which is frequent, are zeros. */
    private static final int CHOSEN = -1;

    /** Rows below an anchor that tell it from others: with its row, in a text, four letters. */
    private static final int HASHED_ROWS = 15;

    /** Of those pixels one in so many rows and columns is looked at. */
    private static final int SAMPLE_STEP = 3;

    private static final int TABLE_BITS = 15;
    private static final int TABLE_MASK = (1 << TABLE_BITS) - 1;

    /** The table is filled to a half at most; noise, which has the most anchors, fills a quarter. */
    private static final int MAX_ANCHORS = 1 << (TABLE_BITS - 1);

    private static final int EXPECTED_ANCHORS = MAX_ANCHORS / 2;
    private static final int MIN_CHOICE_BITS = 1;
    private static final int FEW_ANCHORS = 512;
    private static final int FEWER_CHOICE_BITS = 4;
    private static final long FREE = -1;
    private static final long AMBIGUOUS = -2;

    private static final int VOTE_BITS = 10;
    private static final int VOTE_MASK = (1 << VOTE_BITS) - 1;
    private static final int MAX_WAYS = 1 << (VOTE_BITS - 1);

    /** Fewer may agree by chance. */
    private static final int MIN_VOTES = 4;

    private final int[] keys = new int[1 << TABLE_BITS];
    private final long[] places = new long[1 << TABLE_BITS];
    private final long[] ways = new long[1 << VOTE_BITS];
    private final int[] votes = new int[1 << VOTE_BITS];
    private int anchorCount;
    private int wayCount;
    private int choiceShift;
    private Rect area = Rect.EMPTY;

    /**
     * Guesses how far wanted pixels have moved from where they are shown, best guess first.
     *
     * @param maxGuesses how many guesses are wanted at most
     */
    List<Point> guess(Frame frame, ChangedTiles tiles, int maxGuesses) {
        area = tiles.changed();
        if (area.width() < MIN_WIDTH_PIXELS || area.height() < MIN_HEIGHT_PIXELS) {
            return List.of();
        }
        long perAnchor = area.area() / EXPECTED_ANCHORS;
        int choiceBits = Math.max(MIN_CHOICE_BITS, Long.SIZE - Long.numberOfLeadingZeros(perAnchor));
        choiceShift = Integer.SIZE - choiceBits;
        collectShown(frame);
        if (anchorCount < FEW_ANCHORS && choiceBits > MIN_CHOICE_BITS) {
            // Most of it is plain; what little there is must do.
            choiceShift = Integer.SIZE - Math.max(MIN_CHOICE_BITS, choiceBits - FEWER_CHOICE_BITS);
            collectShown(frame);
        }
        Arrays.fill(ways, FREE);
        Arrays.fill(votes, 0);
        wayCount = 0;
        collectVotes(frame, tiles);
        return winners(maxGuesses);
    }

    private void collectShown(Frame frame) {
        Arrays.fill(places, FREE);
        anchorCount = 0;
        for (int y = area.top(); y < area.bottom() - HASHED_ROWS && anchorCount < MAX_ANCHORS; y++) {
            collectShown(frame, y);
        }
    }

    private void collectShown(Frame frame, int y) {
        int count = area.width();
        int[] shown = frame.shownLine(area.left(), y, count);
        int shift = choiceShift;
        int hash = 0;
        for (int i = 0; i < count; i++) {
            hash = (hash << 1) + spread(shown[i]);
            if (hash >> shift == CHOSEN && i >= HASHED_PIXELS && shown[i] != shown[i - 1]) {
                int x = area.left() + i;
                enter(keyOfShown(frame, x, y, hash), x, y);
            }
        }
    }

    private void collectVotes(Frame frame, ChangedTiles tiles) {
        // What moved has anchors in many rows; what is shown was searched in all of them.
        int step = area.area() < 1 << 17 ? 1 : area.area() < 1 << 20 ? 2 : 4;
        for (int row = 0; row < tiles.rows(); row++) {
            for (int column = 0; column < tiles.columns(); column++) {
                if (tiles.isChanged(tiles.tile(column, row))) {
                    int first = column;
                    while (column < tiles.columns() && tiles.isChanged(tiles.tile(column, row))) {
                        column++;
                    }
                    Rect run = tiles.area(first, row, column, row + 1);
                    for (int y = run.top(); y < run.bottom(); y += step) {
                        collectVotes(frame, run, y);
                    }
                }
            }
        }
    }

    private void collectVotes(Frame frame, Rect run, int y) {
        if (y >= frame.bounds().bottom() - HASHED_ROWS) {
            return;
        }
        int[] wanted = frame.wanted();
        int start = frame.wantedIndex(run.left(), y);
        int shift = choiceShift;
        int count = run.width();
        int hash = 0;
        for (int i = 0; i < count; i++) {
            int pixel = wanted[start + i];
            hash = (hash << 1) + spread(pixel);
            if (hash >> shift == CHOSEN && i >= HASHED_PIXELS && pixel != wanted[start + i - 1]) {
                vote(frame, run.left() + i, y, hash);
            }
        }
    }

    private void vote(Frame frame, int x, int y, int hash) {
        long place = find(keyOfWanted(frame, x, y, hash));
        if (place >= 0) {
            vote(x - (int) (place >>> Integer.SIZE), y - (int) place);
        }
    }

    /** Two colours may differ in their highest bits only; the lowest bits of what is added to a hash stay longest. */
    private static int spread(int pixel) {
        int product = pixel * COLOR_FACTOR;
        return product ^ (product >>> 15);
    }

    private static int keyOfShown(Frame frame, int x, int y, int hash) {
        int key = hash;
        for (int row = 0; row <= HASHED_ROWS; row += SAMPLE_STEP) {
            for (int before = 0; before < HASHED_PIXELS; before += SAMPLE_STEP) {
                key = key * 31 + frame.shownAt(x - before, y + row);
            }
        }
        return key;
    }

    private static int keyOfWanted(Frame frame, int x, int y, int hash) {
        int key = hash;
        for (int row = 0; row <= HASHED_ROWS; row += SAMPLE_STEP) {
            for (int before = 0; before < HASHED_PIXELS; before += SAMPLE_STEP) {
                key = key * 31 + frame.colorAt(x - before, y + row);
            }
        }
        return key;
    }

    private void enter(int key, int x, int y) {
        int slot = slot(key);
        if (places[slot] == FREE) {
            if (anchorCount < MAX_ANCHORS) {
                anchorCount++;
                keys[slot] = key;
                places[slot] = ((long) x << Integer.SIZE) | y;
            }
        } else {
            places[slot] = AMBIGUOUS;
        }
    }

    private long find(int key) {
        return places[slot(key)];
    }

    /** Where a key is, or would be. */
    private int slot(int key) {
        int slot = (key * HASH_FACTOR) >>> (Integer.SIZE - TABLE_BITS);
        while (places[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & TABLE_MASK;
        }
        return slot;
    }

    private void vote(int dx, int dy) {
        if (dx == 0 && dy == 0) {
            return;
        }
        long way = ((long) dx << Integer.SIZE) | (dy & 0xffffffffL);
        int slot = ((dx * 31 + dy) * HASH_FACTOR) >>> (Integer.SIZE - VOTE_BITS);
        while (votes[slot] != 0 && ways[slot] != way) {
            slot = (slot + 1) & VOTE_MASK;
        }
        if (votes[slot] == 0) {
            if (wayCount == MAX_WAYS) {
                return;
            }
            wayCount++;
            ways[slot] = way;
        }
        votes[slot]++;
    }

    private List<Point> winners(int maxGuesses) {
        List<Point> winners = new ArrayList<>(maxGuesses);
        while (winners.size() < maxGuesses) {
            int best = 0;
            for (int slot = 1; slot <= VOTE_MASK; slot++) {
                if (votes[slot] > votes[best]) {
                    best = slot;
                }
            }
            if (votes[best] < MIN_VOTES) {
                break;
            }
            winners.add(new Point((int) (ways[best] >> Integer.SIZE), (int) ways[best]));
            votes[best] = 0;
        }
        return winners;
    }
}
