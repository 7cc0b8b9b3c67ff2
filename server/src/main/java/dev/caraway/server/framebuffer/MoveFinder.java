package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import java.util.Optional;

/**
 * Finds the rectangle that moving shown pixels brings nearest to what is wanted.
 *
 * <p>Not every pixel of it must be right afterwards: a cursor that did not scroll with the text is drawn anew, which
 * costs less than to move the text in pieces around it.
 */
final class MoveFinder {

    /** A move that brings fewer pixels costs as much as the pixels do. */
    private static final int MIN_GAIN_PIXELS = 4096;

    /** A row or column at the edge joins the move if not more than one in so many of its pixels is wrong. */
    private static final int RIGHT_PIXELS_PER_WRONG = 16;

    private final BestRectangle best = new BestRectangle();
    private boolean[] isRight = {};

    /** Where pixels should be moved to along a way; empty if that wins too little. */
    Optional<Rect> find(Frame frame, ChangedTiles tiles, Point way) {
        if (!best.reset(tiles.columns(), tiles.rows())) {
            return Optional.empty();
        }
        for (int row = 0; row < tiles.rows(); row++) {
            setGains(frame, tiles, row, way);
        }
        if (best.find() < MIN_GAIN_PIXELS) {
            return Optional.empty();
        }
        // Tiles inside of it that come from outside of the screen become right in no way.
        Rect movable = frame.screen().translated(way.x(), way.y());
        return Optional.of(extended(frame, best.area(tiles).intersection(movable), way));
    }

    /** What would change becomes right or does not; what would not change stays right or does not. */
    private void setGains(Frame frame, ChangedTiles tiles, int row, Point way) {
        if (isRight.length < tiles.columns()) {
            isRight = new boolean[tiles.columns()];
        }
        compareRow(frame, tiles, row, way);
        for (int column = 0; column < tiles.columns(); column++) {
            int tile = tiles.tile(column, row);
            int pixels = (int) tiles.area(column, row).area();
            boolean isChanged = tiles.isChanged(tile);
            best.set(tile, isChanged != isRight[column] ? 0 : isChanged ? pixels : -pixels);
        }
    }

    /** Finds the tiles of a row that would be right after the move. */
    private void compareRow(Frame frame, ChangedTiles tiles, int row, Point way) {
        Rect line = tiles.area(0, row, tiles.columns(), row + 1);
        // What comes from outside of the screen is not right.
        Rect moved = line.intersection(frame.screen().translated(way.x(), way.y()));
        for (int column = 0; column < tiles.columns(); column++) {
            isRight[column] = moved.contains(tiles.area(column, row));
        }
        for (int y = moved.top(); y < moved.bottom(); y++) {
            int[] shown = frame.shownLine(moved.left() - way.x(), y - way.y(), moved.width());
            for (int column = 0; column < tiles.columns(); column++) {
                if (isRight[column]) {
                    int left = line.left() + column * ChangedTiles.SIDE;
                    int count = Math.min(line.right() - left, ChangedTiles.SIDE);
                    isRight[column] = frame.isAlike(shown, left - moved.left(), frame.wantedIndex(left, y), count);
                }
            }
        }
    }

    private static boolean isInside(Frame frame, Rect area, Point way) {
        return frame.screen().contains(area.translated(-way.x(), -way.y()));
    }

    /** Tiles end where they end by chance; what moved ends up to a tile further out on each side. */
    private static Rect extended(Frame frame, Rect area, Point way) {
        Rect grown = area;
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, rowAbove(grown), way); i++) {
            grown = grown.union(rowAbove(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, rowBelow(grown), way); i++) {
            grown = grown.union(rowBelow(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, columnLeft(grown), way); i++) {
            grown = grown.union(columnLeft(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, columnRight(grown), way); i++) {
            grown = grown.union(columnRight(grown));
        }
        return grown;
    }

    static Rect rowAbove(Rect area) {
        return Rect.ofSize(area.left(), area.top() - 1, area.width(), 1);
    }

    static Rect rowBelow(Rect area) {
        return Rect.ofSize(area.left(), area.bottom(), area.width(), 1);
    }

    static Rect columnLeft(Rect area) {
        return Rect.ofSize(area.left() - 1, area.top(), 1, area.height());
    }

    static Rect columnRight(Rect area) {
        return Rect.ofSize(area.right(), area.top(), 1, area.height());
    }

    private static boolean joins(Frame frame, Rect line, Point way) {
        if (!frame.bounds().contains(line) || !isInside(frame, line, way)) {
            return false;
        }
        int limit = (int) line.area() / RIGHT_PIXELS_PER_WRONG;
        return frame.countUnlike(line, way.x(), way.y(), limit) <= limit;
    }
}
