package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;

/**
 * Finds the rectangle of tiles that wins most, given what each tile wins or loses.
 *
 * <p>It takes time in proportion to the columns and the square of the rows, so there is a limit to both.
 */
final class BestRectangle {

    /** More steps would take longer than what could be won is worth: about two milliseconds. */
    private static final long MAX_STEPS = 1L << 22;

    private int[] gains = {};
    private int[] columnGains = {};
    private int columns;
    private int rows;

    private int gain;
    private int firstColumn;
    private int firstRow;
    private int endColumn;
    private int endRow;

    /** Makes room for a grid of tiles that win nothing; false if it has too many of them. */
    boolean reset(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        if ((long) rows * rows / 2 * columns > MAX_STEPS) {
            return false;
        }
        if (gains.length < columns * rows) {
            gains = new int[columns * rows];
        }
        if (columnGains.length < columns) {
            columnGains = new int[columns];
        }
        return true;
    }

    /** Says what a tile wins, in pixels. One pixel less, so that tiles which win nothing are not at the edge. */
    void set(int tile, int pixels) {
        gains[tile] = pixels - 1;
    }

    /** Finds the best rectangle, and what it wins: 0 if there is none that wins anything. */
    int find() {
        gain = 0;
        for (int first = 0; first < rows; first++) {
            Arrays.fill(columnGains, 0, columns, 0);
            for (int last = first; last < rows; last++) {
                addRow(last);
                findColumns(first, last + 1);
            }
        }
        return gain;
    }

    /** The best rectangle on the grid. */
    Rect area(ChangedTiles tiles) {
        return tiles.area(firstColumn, firstRow, endColumn, endRow);
    }

    private void addRow(int row) {
        int from = row * columns;
        for (int column = 0; column < columns; column++) {
            columnGains[column] += gains[from + column];
        }
    }

    /** The best run of columns: one that loses is never the beginning of a better one. */
    private void findColumns(int first, int end) {
        int sum = 0;
        int start = 0;
        for (int column = 0; column < columns; column++) {
            if (sum <= 0) {
                sum = 0;
                start = column;
            }
            sum += columnGains[column];
            if (sum > gain) {
                gain = sum;
                firstColumn = start;
                endColumn = column + 1;
                firstRow = first;
                endRow = end;
            }
        }
    }
}
