package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.List;

/**
 * Covers changed tiles with few rectangles of few pixels.
 *
 * <p>The rectangle around everything is cut in two where that saves most, and so on, until a cut saves less than
 * another command costs. One of which half the pixels change is never cut, so that a moving picture, in which something
 * always stands still, is one rectangle.
 */
final class AreaSplitter {

    /** What a command costs, in pixels that would cost the same. */
    private static final int COMMAND_PIXELS = 1024;

    /** A frame has so many sides. */
    private static final int MIN_PEELED_RECTS = 4;

    private static final int MAX_RECTS_OF_SIDE = 4;

    /** One rectangle is simpler than what costs more than this part of it. */
    private static final double MAX_PEELED_COST = 0.75;

    /** A rectangle that is changed to at least this part is not cut. */
    private static final double MIN_FILLED = 0.5;

    private static final int SIDES = 4;

    private int[] rowBoxes = {};
    private int[] columnBoxes = {};
    private long[] areasBefore = {};
    private final int[] box = new int[SIDES];

    /** Adds at most {@code maxRects} rectangles that together hold all changed pixels. */
    void split(ChangedTiles tiles, int maxRects, List<Rect> rects) {
        if (rowBoxes.length < tiles.rows() * SIDES) {
            rowBoxes = new int[tiles.rows() * SIDES];
        }
        if (columnBoxes.length < tiles.columns() * SIDES) {
            columnBoxes = new int[tiles.columns() * SIDES];
        }
        int lines = Math.max(tiles.rows(), tiles.columns());
        if (areasBefore.length < lines) {
            areasBefore = new long[lines];
        }
        split(tiles, 0, 0, tiles.columns(), tiles.rows(), maxRects, rects);
    }

    private void split(
            ChangedTiles tiles,
            int firstColumn,
            int firstRow,
            int endColumn,
            int endRow,
            int maxRects,
            List<Rect> rects) {
        long changed = measure(tiles, firstColumn, firstRow, endColumn, endRow);
        if (changed == 0) {
            return;
        }
        clear(box, 0);
        for (int row = firstRow; row < endRow; row++) {
            join(box, rowBoxes, row * SIDES);
        }
        Rect whole = new Rect(box[0], box[1], box[2], box[3]);
        if (maxRects == 1 || changed >= MIN_FILLED * whole.area() || whole.area() <= COMMAND_PIXELS) {
            rects.add(whole);
            return;
        }
        Cut rowCut = bestCut(rowBoxes, firstRow, endRow);
        Cut columnCut = bestCut(columnBoxes, firstColumn, endColumn);
        if (Math.min(rowCut.pixels, columnCut.pixels) + COMMAND_PIXELS >= whole.area()) {
            peel(tiles, firstColumn, firstRow, endColumn, endRow, maxRects, whole, rects);
            return;
        }
        int first = (maxRects + 1) / 2;
        if (rowCut.pixels <= columnCut.pixels) {
            split(tiles, firstColumn, firstRow, endColumn, rowCut.line, first, rects);
            split(tiles, firstColumn, rowCut.line, endColumn, endRow, maxRects - first, rects);
        } else {
            split(tiles, firstColumn, firstRow, columnCut.line, endRow, first, rects);
            split(tiles, columnCut.line, firstRow, endColumn, endRow, maxRects - first, rects);
        }
    }

    /**
     * No first cut of what surrounds something saves anything, but four together do: so the sides of the frame of a
     * window are taken off one by one, and kept off if that has saved something in the end.
     */
    private void peel(
            ChangedTiles tiles,
            int firstColumn,
            int firstRow,
            int endColumn,
            int endRow,
            int maxRects,
            Rect whole,
            List<Rect> rects) {
        if (maxRects < MIN_PEELED_RECTS || endRow - firstRow < 2 || endColumn - firstColumn < 2) {
            rects.add(whole);
            return;
        }
        int before = rects.size();
        int first = Math.min(MAX_RECTS_OF_SIDE, maxRects / 2);
        int rest = maxRects - first;
        double top = filled(tiles, firstColumn, firstRow, endColumn, firstRow + 1);
        double bottom = filled(tiles, firstColumn, endRow - 1, endColumn, endRow);
        double left = filled(tiles, firstColumn, firstRow, firstColumn + 1, endRow);
        double right = filled(tiles, endColumn - 1, firstRow, endColumn, endRow);
        double fullest = Math.max(Math.max(top, bottom), Math.max(left, right));
        if (top == fullest) {
            split(tiles, firstColumn, firstRow, endColumn, firstRow + 1, first, rects);
            split(tiles, firstColumn, firstRow + 1, endColumn, endRow, rest, rects);
        } else if (bottom == fullest) {
            split(tiles, firstColumn, endRow - 1, endColumn, endRow, first, rects);
            split(tiles, firstColumn, firstRow, endColumn, endRow - 1, rest, rects);
        } else if (left == fullest) {
            split(tiles, firstColumn, firstRow, firstColumn + 1, endRow, first, rects);
            split(tiles, firstColumn + 1, firstRow, endColumn, endRow, rest, rects);
        } else {
            split(tiles, endColumn - 1, firstRow, endColumn, endRow, first, rects);
            split(tiles, firstColumn, firstRow, endColumn - 1, endRow, rest, rects);
        }
        long cost = 0;
        for (Rect rect : rects.subList(before, rects.size())) {
            cost += rect.area() + COMMAND_PIXELS;
        }
        if (cost > whole.area() * MAX_PEELED_COST) {
            rects.subList(before, rects.size()).clear();
            rects.add(whole);
        }
    }

    /** A cut before a row or column of tiles, and the pixels of the rectangles on both sides of it. */
    private record Cut(int line, long pixels) {}

    /** Notes the rectangle of each row and column; returns the pixels of all tiles' rectangles. */
    private long measure(ChangedTiles tiles, int firstColumn, int firstRow, int endColumn, int endRow) {
        for (int column = firstColumn; column < endColumn; column++) {
            clear(columnBoxes, column * SIDES);
        }
        long changed = 0;
        for (int row = firstRow; row < endRow; row++) {
            clear(rowBoxes, row * SIDES);
            for (int column = firstColumn; column < endColumn; column++) {
                int tile = tiles.tile(column, row);
                if (tiles.isChanged(tile)) {
                    Rect area = tiles.changed(tile);
                    changed += area.area();
                    join(rowBoxes, row * SIDES, area.left(), area.top(), area.right(), area.bottom());
                    join(columnBoxes, column * SIDES, area.left(), area.top(), area.right(), area.bottom());
                }
            }
        }
        return changed;
    }

    private Cut bestCut(int[] boxes, int first, int end) {
        clear(box, 0);
        for (int line = first; line < end; line++) {
            areasBefore[line] = pixels(box);
            join(box, boxes, line * SIDES);
        }
        clear(box, 0);
        Cut best = new Cut(first, Long.MAX_VALUE / 2);
        for (int line = end - 1; line > first; line--) {
            join(box, boxes, line * SIDES);
            long pixels = areasBefore[line] + pixels(box);
            if (pixels < best.pixels) {
                best = new Cut(line, pixels);
            }
        }
        return best;
    }

    private static void clear(int[] boxes, int at) {
        boxes[at] = Integer.MAX_VALUE;
        boxes[at + 1] = Integer.MAX_VALUE;
        boxes[at + 2] = 0;
        boxes[at + 3] = 0;
    }

    private static void join(int[] target, int[] boxes, int at) {
        join(target, 0, boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
    }

    private static void join(int[] boxes, int at, int left, int top, int right, int bottom) {
        boxes[at] = Math.min(boxes[at], left);
        boxes[at + 1] = Math.min(boxes[at + 1], top);
        boxes[at + 2] = Math.max(boxes[at + 2], right);
        boxes[at + 3] = Math.max(boxes[at + 3], bottom);
    }

    /** Which part of the rectangle around some tiles' changed pixels the tiles' own rectangles are; 0 if it is empty. */
    private static double filled(ChangedTiles tiles, int firstColumn, int firstRow, int endColumn, int endRow) {
        Rect whole = Rect.EMPTY;
        long changed = 0;
        for (int row = firstRow; row < endRow; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                int tile = tiles.tile(column, row);
                if (tiles.isChanged(tile)) {
                    whole = whole.union(tiles.changed(tile));
                    changed += tiles.changed(tile).area();
                }
            }
        }
        return whole.isEmpty() ? 0 : (double) changed / whole.area();
    }

    private static long pixels(int[] box) {
        return box[2] == 0 ? 0 : (long) (box[2] - box[0]) * (box[3] - box[1]);
    }
}
