package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.Optional;

/**
 * Finds large rectangles that one colour brings near to what is wanted: text on a cleared page is drawn after it.
 */
final class FillFinder {

    /** A smaller area is no less work as a picture, which codecs make very small. */
    private static final int MIN_GAIN_PIXELS = 4096;

    private static final int MAX_COLORS = 16;

    /** No colour has this value. */
    private static final int MIXED = -1;

    /** An area and the colour to fill it with. */
    record Fill(Rect area, int color) {}

    private final BestRectangle best = new BestRectangle();
    private int[] tileColors = {};
    private final int[] colors = new int[MAX_COLORS];
    private final int[] counts = new int[MAX_COLORS];

    /** Looks at what is wanted; before the first {@link #find} in a frame. */
    void load(Frame frame, ChangedTiles tiles) {
        int count = tiles.columns() * tiles.rows();
        if (tileColors.length < count) {
            tileColors = new int[count];
        }
        for (int row = 0; row < tiles.rows(); row++) {
            for (int column = 0; column < tiles.columns(); column++) {
                Rect area = tiles.area(column, row);
                int color = frame.colorAt(area.left(), area.top());
                tileColors[tiles.tile(column, row)] = frame.isSolid(area, color) ? color : MIXED;
            }
        }
    }

    /** The fill that wins most; empty if it wins too little. */
    Optional<Fill> find(Frame frame, ChangedTiles tiles) {
        int color = mostFrequent(tiles);
        if (color == MIXED || !best.reset(tiles.columns(), tiles.rows())) {
            return Optional.empty();
        }
        for (int row = 0; row < tiles.rows(); row++) {
            for (int column = 0; column < tiles.columns(); column++) {
                int tile = tiles.tile(column, row);
                boolean isRight = tileColors[tile] == color;
                int pixels = (int) tiles.area(column, row).area();
                best.set(tile, isRight != tiles.isChanged(tile) ? 0 : isRight ? pixels : -pixels);
            }
        }
        if (best.find() < MIN_GAIN_PIXELS) {
            return Optional.empty();
        }
        return Optional.of(new Fill(extended(frame, best.area(tiles), color), color));
    }

    /** The colour of most tiles that are to change to one, among the first few colours. */
    private int mostFrequent(ChangedTiles tiles) {
        int known = 0;
        int most = MIXED;
        int mostTiles = 0;
        for (int tile = 0; tile < tiles.columns() * tiles.rows(); tile++) {
            int color = tileColors[tile];
            if (color == MIXED || !tiles.isChanged(tile)) {
                continue;
            }
            int i = 0;
            while (i < known && colors[i] != color) {
                i++;
            }
            if (i == known) {
                if (known == MAX_COLORS) {
                    continue;
                }
                colors[known++] = color;
                counts[i] = 0;
            }
            if (++counts[i] > mostTiles) {
                mostTiles = counts[i];
                most = color;
            }
        }
        return most;
    }

    private static Rect extended(Frame frame, Rect area, int color) {
        Rect grown = area;
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, MoveFinder.rowAbove(grown), color); i++) {
            grown = grown.union(MoveFinder.rowAbove(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, MoveFinder.rowBelow(grown), color); i++) {
            grown = grown.union(MoveFinder.rowBelow(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, MoveFinder.columnLeft(grown), color); i++) {
            grown = grown.union(MoveFinder.columnLeft(grown));
        }
        for (int i = 1; i < ChangedTiles.SIDE && joins(frame, MoveFinder.columnRight(grown), color); i++) {
            grown = grown.union(MoveFinder.columnRight(grown));
        }
        return grown;
    }

    private static boolean joins(Frame frame, Rect line, int color) {
        return frame.bounds().contains(line) && frame.isSolid(line, color);
    }
}
