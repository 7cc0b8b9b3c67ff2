package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;

/**
 * Which tiles of a {@link Frame} are to change, and where in them: each tile knows the smallest rectangle that holds its
 * changed pixels.
 *
 * <p>Tiles lie on a grid that belongs to the surface, so an area that changes again and again is made of the same ones.
 */
final class ChangedTiles {

    /**
     * Pixels on each side of a tile. Smaller ones find no smaller rectangles, since tiles know what changed inside, and
     * cost more to keep; larger ones hide what did not change between two things that did.
     */
    static final int SIDE = 32;

    private Rect bounds = Rect.EMPTY;
    private int columns;
    private int rows;
    private int[] left = {};
    private int[] top = {};
    private int[] right = {};
    private int[] bottom = {};

    /** The smallest rectangle of whole tiles around another one. */
    static Rect alignedOutwards(Rect area) {
        return new Rect(
                Math.floorDiv(area.left(), SIDE) * SIDE,
                Math.floorDiv(area.top(), SIDE) * SIDE,
                -Math.floorDiv(-area.right(), SIDE) * SIDE,
                -Math.floorDiv(-area.bottom(), SIDE) * SIDE);
    }

    /** Compares all of a frame; what was known of another one is forgotten. */
    void compareAll(Frame frame) {
        bounds = frame.bounds();
        columns = (bounds.width() + SIDE - 1) / SIDE;
        rows = (bounds.height() + SIDE - 1) / SIDE;
        int count = columns * rows;
        if (left.length < count) {
            left = new int[count];
            top = new int[count];
            right = new int[count];
            bottom = new int[count];
        }
        compare(frame, bounds);
    }

    /** Compares the tiles that share pixels with an area, which commands have changed since. */
    void compare(Frame frame, Rect area) {
        Rect inside = area.intersection(bounds);
        if (inside.isEmpty()) {
            return;
        }
        int firstColumn = (inside.left() - bounds.left()) / SIDE;
        int endColumn = (inside.right() - bounds.left() + SIDE - 1) / SIDE;
        int firstRow = (inside.top() - bounds.top()) / SIDE;
        int endRow = (inside.bottom() - bounds.top() + SIDE - 1) / SIDE;
        for (int row = firstRow; row < endRow; row++) {
            Arrays.fill(right, tile(firstColumn, row), tile(firstColumn, row) + endColumn - firstColumn, 0);
            for (int y = top(row); y < bottom(row); y++) {
                compareRow(frame, row, firstColumn, endColumn, y);
            }
        }
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    int tile(int column, int row) {
        return row * columns + column;
    }

    boolean isChanged(int tile) {
        return right[tile] != 0;
    }

    boolean isAnyChanged() {
        for (int tile = 0; tile < columns * rows; tile++) {
            if (isChanged(tile)) {
                return true;
            }
        }
        return false;
    }

    /** The smallest rectangle that holds a changed tile's changed pixels. */
    Rect changed(int tile) {
        return new Rect(left[tile], top[tile], right[tile], bottom[tile]);
    }

    /** The smallest rectangle that holds the changed pixels of all tiles; empty if there are none. */
    Rect changed() {
        Rect all = Rect.EMPTY;
        for (int tile = 0; tile < columns * rows; tile++) {
            if (isChanged(tile)) {
                all = all.union(changed(tile));
            }
        }
        return all;
    }

    /** The pixels of the changed tiles' rectangles. */
    long changedPixels() {
        long pixels = 0;
        for (int tile = 0; tile < columns * rows; tile++) {
            if (isChanged(tile)) {
                pixels += (long) (right[tile] - left[tile]) * (bottom[tile] - top[tile]);
            }
        }
        return pixels;
    }

    /** The pixels of the tiles from a column and row to, but without, another. */
    Rect area(int firstColumn, int firstRow, int endColumn, int endRow) {
        return new Rect(left(firstColumn), top(firstRow), right(endColumn - 1), bottom(endRow - 1));
    }

    Rect area(int column, int row) {
        return area(column, row, column + 1, row + 1);
    }

    private int left(int column) {
        return bounds.left() + column * SIDE;
    }

    private int right(int column) {
        return Math.min(bounds.right(), left(column) + SIDE);
    }

    private int top(int row) {
        return bounds.top() + row * SIDE;
    }

    private int bottom(int row) {
        return Math.min(bounds.bottom(), top(row) + SIDE);
    }

    private void compareRow(Frame frame, int row, int firstColumn, int endColumn, int y) {
        int start = left(firstColumn);
        int count = right(endColumn - 1) - start;
        int[] shown = frame.shownLine(start, y, count);
        int[] wanted = frame.wanted();
        int from = frame.wantedIndex(start, y);
        int at = 0;
        while (at < count) {
            int same = Arrays.mismatch(shown, at, count, wanted, from + at, from + count);
            if (same < 0) {
                return;
            }
            int column = firstColumn + (at + same) / SIDE;
            int end = Math.min((column - firstColumn + 1) * SIDE, count);
            widen(tile(column, row), start, y, shown, wanted, from, at + same, end);
            at = end;
        }
    }

    /** Pixels {@code first} to {@code end} of a row may have changed, in colour or in the byte that means nothing. */
    private void widen(int tile, int start, int y, int[] shown, int[] wanted, int from, int first, int end) {
        int begin = first;
        int last = end - 1;
        while (begin <= last && ((shown[begin] ^ wanted[from + begin]) & Frame.RGB) == 0) {
            begin++;
        }
        if (begin > last) {
            return;
        }
        while (((shown[last] ^ wanted[from + last]) & Frame.RGB) == 0) {
            last--;
        }
        if (right[tile] == 0) {
            left[tile] = start + begin;
            top[tile] = y;
            right[tile] = start + last + 1;
        } else {
            left[tile] = Math.min(left[tile], start + begin);
            right[tile] = Math.max(right[tile], start + last + 1);
        }
        bottom[tile] = y + 1;
    }
}
