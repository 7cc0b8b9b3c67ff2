package dev.caraway.server.surface;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A set of pixels as rectangles that do not overlap, oldest first.
 *
 * <p>It never has more than a given number of rectangles: when it would, it becomes the rectangle around them, which
 * holds more pixels but no fewer. So it can stand for any amount of change in bounded memory.
 */
public final class Region {

    /** Beyond this many a bounding rectangle costs less than the bookkeeping. */
    static final int MAX_RECTS = 64;

    private final int maxRects;
    private final Deque<Rect> rects = new ArrayDeque<>();

    /** An empty region of at most {@link #MAX_RECTS} rectangles. */
    public Region() {
        this(MAX_RECTS);
    }

    /** An empty region of at most {@code maxRects} rectangles. */
    public Region(int maxRects) {
        this.maxRects = maxRects;
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @param bounds of the surface that it is a part of, with sides below 2^16
     */
    public static Region restore(SpiceReader in, Rect bounds) {
        return restore(in, bounds, MAX_RECTS);
    }

    /** The same, for a region of at most {@code maxRects} rectangles. */
    public static Region restore(SpiceReader in, Rect bounds, int maxRects) {
        Region restored = new Region(maxRects);
        int count = in.u16("region.rects");
        if (count > maxRects) {
            throw in.violation("region.rects", "expected at most " + maxRects + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            restored.add(restoreRect(in, bounds));
        }
        return restored;
    }

    /** Reads a rectangle that {@link #saveRect} has written, inside {@code bounds} and not empty. */
    public static Rect restoreRect(SpiceReader in, Rect bounds) {
        int left = in.u16("rect.left");
        int top = in.u16("rect.top");
        int right = in.u16("rect.right");
        int bottom = in.u16("rect.bottom");
        if (left >= right || top >= bottom || right > bounds.right() || bottom > bounds.bottom()) {
            throw in.violation(
                    "rect",
                    "expected pixels inside " + bounds + ", got " + left + "," + top + " to " + right + "," + bottom);
        }
        return new Rect(left, top, right, bottom);
    }

    /** Writes the rectangles, oldest first. */
    public void save(SpiceWriter out) {
        out.u16(rects.size());
        rects.forEach(rect -> saveRect(rect, out));
    }

    /** Writes a rectangle of a surface with sides below 2^16. */
    public static void saveRect(Rect rect, SpiceWriter out) {
        out.u16(rect.left());
        out.u16(rect.top());
        out.u16(rect.right());
        out.u16(rect.bottom());
    }

    /** Adds the pixels of {@code added}; those that were there already keep their place in the order. */
    public void add(Rect added) {
        if (added.isEmpty()) {
            return;
        }
        List<Rect> fresh = List.of(added);
        for (Rect present : rects) {
            fresh = without(fresh, present);
            if (fresh.isEmpty()) {
                return;
            }
        }
        rects.addAll(fresh);
        bound();
    }

    /**
     * Takes up to {@code maxPixels} pixels out of the oldest rectangle, whole rows from the top; at least one row.
     * Empty if the region is.
     */
    public Optional<Rect> take(int maxPixels) {
        Rect oldest = rects.pollFirst();
        if (oldest == null) {
            return Optional.empty();
        }
        int rows = Math.max(1, maxPixels / oldest.width());
        if (rows >= oldest.height()) {
            return Optional.of(oldest);
        }
        int cut = oldest.top() + rows;
        rects.addFirst(new Rect(oldest.left(), cut, oldest.right(), oldest.bottom()));
        return Optional.of(new Rect(oldest.left(), oldest.top(), oldest.right(), cut));
    }

    /** Takes the pixels of {@code removed} out. */
    public void remove(Rect removed) {
        if (rects.stream().noneMatch(removed::intersects)) {
            return;
        }
        List<Rect> rest = without(List.copyOf(rects), removed);
        rects.clear();
        rects.addAll(rest);
        bound();
    }

    /** Whether any pixel of {@code area} is in it. */
    public boolean intersects(Rect area) {
        return rects.stream().anyMatch(area::intersects);
    }

    public boolean isEmpty() {
        return rects.isEmpty();
    }

    public void clear() {
        rects.clear();
    }

    /** The smallest rectangle that holds the region. */
    public Rect bounds() {
        Rect bounds = Rect.EMPTY;
        for (Rect rect : rects) {
            bounds = bounds.union(rect);
        }
        return bounds;
    }

    /** The rectangles, oldest first. */
    public List<Rect> rects() {
        return List.copyOf(rects);
    }

    private void bound() {
        if (rects.size() > maxRects) {
            Rect bounds = bounds();
            rects.clear();
            rects.add(bounds);
        }
    }

    private static List<Rect> without(List<Rect> pieces, Rect hole) {
        List<Rect> rest = new ArrayList<>(pieces.size() + 3);
        for (Rect piece : pieces) {
            addWithout(rest, piece, hole);
        }
        return rest;
    }

    private static void addWithout(List<Rect> rest, Rect piece, Rect hole) {
        if (!piece.intersects(hole)) {
            rest.add(piece);
            return;
        }
        int middleTop = Math.max(piece.top(), hole.top());
        int middleBottom = Math.min(piece.bottom(), hole.bottom());
        addIfAny(rest, piece.left(), piece.top(), piece.right(), middleTop);
        addIfAny(rest, piece.left(), middleTop, hole.left(), middleBottom);
        addIfAny(rest, hole.right(), middleTop, piece.right(), middleBottom);
        addIfAny(rest, piece.left(), middleBottom, piece.right(), piece.bottom());
    }

    private static void addIfAny(List<Rect> rest, int left, int top, int right, int bottom) {
        if (left < right && top < bottom) {
            rest.add(new Rect(left, top, right, bottom));
        }
    }
}
