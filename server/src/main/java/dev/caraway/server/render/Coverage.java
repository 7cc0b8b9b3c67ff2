package dev.caraway.server.render;

import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pixels that an operation may change: its box inside its clip, and of those the ones its mask lets through.
 *
 * <p>Each pixel is painted once, however often the clip's rectangles overlap, and row by row from the top where they do.
 * The work is bounded by the box and the number of rectangles, not by their product.
 */
final class Coverage {

    /** Up to this many rectangles are compared with each other; more are swept. */
    private static final int COMPARED_RECTS = 32;

    private final List<Rect> rects;
    private final boolean isDisjoint;
    private final @Nullable MaskBits mask;

    private Coverage(List<Rect> rects, boolean isDisjoint, @Nullable MaskBits mask) {
        this.rects = rects;
        this.isDisjoint = isDisjoint;
        this.mask = mask;
    }

    /** The pixels of {@code box} that {@code clip} leaves. */
    static Coverage of(Rect box, Clip clip) {
        if (!(clip instanceof ClipRects clipRects)) {
            return new Coverage(box.isEmpty() ? List.of() : List.of(box), true, null);
        }
        List<Rect> rects = clipRects.rects().stream()
                .map(box::intersection)
                .filter(rect -> !rect.isEmpty())
                .toList();
        return new Coverage(rects, isDisjoint(rects), null);
    }

    /** The same pixels, but only those that the mask lets through. */
    Coverage masked(MaskBits with) {
        return new Coverage(rects, isDisjoint, with);
    }

    /** The same pixels, but only those inside {@code area}. */
    Coverage inside(Rect area) {
        List<Rect> fewer = rects.stream()
                .map(area::intersection)
                .filter(rect -> !rect.isEmpty())
                .toList();
        return new Coverage(fewer, isDisjoint, mask);
    }

    /** A rectangle around all pixels. */
    Rect bounds() {
        return rects.stream().reduce(Rect.EMPTY, Rect::union);
    }

    boolean isEmpty() {
        return rects.isEmpty();
    }

    /** Whether the pixels are one rectangle, without a mask. */
    boolean isOneRect() {
        return rects.size() == 1 && mask == null;
    }

    /** Has every pixel painted, once. */
    void paint(RowPainter painter) {
        if (isDisjoint) {
            for (Rect rect : rects) {
                for (int y = rect.top(); y < rect.bottom(); y++) {
                    paint(painter, y, rect.left(), rect.right());
                }
            }
        } else {
            sweep(painter);
        }
    }

    private void paint(RowPainter painter, int y, int left, int right) {
        if (mask == null) {
            painter.paint(y, left, right);
        } else {
            mask.paint(painter, y, left, right);
        }
    }

    /** Goes down the rows with the number of rectangles that begin, less those that end, at each column. */
    private void sweep(RowPainter painter) {
        Rect bounds = bounds();
        Rect[] byTop = rects.toArray(Rect[]::new);
        Rect[] byBottom = byTop.clone();
        Arrays.sort(byTop, Comparator.comparingInt(Rect::top));
        Arrays.sort(byBottom, Comparator.comparingInt(Rect::bottom));
        int[] changes = new int[bounds.width() + 1];
        int[] runs = new int[bounds.width() + 2];
        int runEnds = 0;
        int begun = 0;
        int ended = 0;
        for (int y = bounds.top(); y < bounds.bottom(); y++) {
            int before = begun + ended;
            for (; ended < byBottom.length && byBottom[ended].bottom() == y; ended++) {
                changes[byBottom[ended].left() - bounds.left()]--;
                changes[byBottom[ended].right() - bounds.left()]++;
            }
            for (; begun < byTop.length && byTop[begun].top() == y; begun++) {
                changes[byTop[begun].left() - bounds.left()]++;
                changes[byTop[begun].right() - bounds.left()]--;
            }
            if (begun + ended != before) {
                runEnds = findRuns(changes, runs);
            }
            for (int i = 0; i < runEnds; i += 2) {
                paint(painter, y, bounds.left() + runs[i], bounds.left() + runs[i + 1]);
            }
        }
    }

    /** Where rectangles begin to cover columns and where they stop, by turns; tells how many such places there are. */
    private static int findRuns(int[] changes, int[] runs) {
        int ends = 0;
        int depth = 0;
        for (int x = 0; x < changes.length; x++) {
            int next = depth + changes[x];
            if ((depth == 0) != (next == 0)) {
                runs[ends++] = x;
            }
            depth = next;
        }
        return ends;
    }

    private static boolean isDisjoint(List<Rect> rects) {
        if (rects.size() > COMPARED_RECTS) {
            return false;
        }
        for (int i = 1; i < rects.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rects.get(i).intersects(rects.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
