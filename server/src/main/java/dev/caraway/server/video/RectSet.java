package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of pixels as rectangles that do not overlap, at most {@link #MAX_RECTS}.
 *
 * <p>When there would be more, a set of one kind forgets the smallest ones, and so never holds a pixel that it should not,
 * which is what a clip needs; one of the other kind becomes the rectangle around all, and so never lacks a pixel.
 */
final class RectSet {

    static final int MAX_RECTS = 64;

    private final boolean mayExceed;
    private List<Rect> rects = new ArrayList<>();

    private RectSet(boolean mayExceed) {
        this.mayExceed = mayExceed;
    }

    /** An empty set that may come to hold less than it was given, and never more. */
    static RectSet within() {
        return new RectSet(false);
    }

    /** An empty set that may come to hold more than it was given, and never less. */
    static RectSet around() {
        return new RectSet(true);
    }

    /** The set of a rectangle's pixels, which never comes to hold more than it was given. */
    static RectSet of(Rect rect) {
        RectSet set = within();
        set.add(rect);
        return set;
    }

    /** Writes the rectangles, which lie on a surface. */
    void save(SpiceWriter out) {
        out.u8(rects.size());
        rects.forEach(rect -> Region.saveRect(rect, out));
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @param empty a set of the kind that was written
     * @param bounds of the surface
     */
    static RectSet restore(SpiceReader in, RectSet empty, Rect bounds) {
        int count = in.u8("rects");
        if (count > MAX_RECTS) {
            throw in.violation("rects", "expected at most " + MAX_RECTS + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            empty.add(Region.restoreRect(in, bounds));
        }
        return empty;
    }

    RectSet copy() {
        RectSet copy = new RectSet(mayExceed);
        copy.rects.addAll(rects);
        return copy;
    }

    void add(Rect added) {
        if (!added.isEmpty()) {
            cut(added);
            rects.add(added);
            limit();
        }
    }

    void addAll(RectSet other) {
        other.rects.forEach(this::add);
    }

    void remove(Rect hole) {
        cut(hole);
        limit();
    }

    boolean isEmpty() {
        return rects.isEmpty();
    }

    List<Rect> rects() {
        return List.copyOf(rects);
    }

    Clip asClip() {
        return new ClipRects(rects);
    }

    /** Whether both hold the same pixels, however they are cut. */
    boolean holdsSameAs(RectSet other) {
        return holds(other) && other.holds(this);
    }

    private boolean holds(RectSet other) {
        // With every rectangle cut in four by every other, still far below what an array holds.
        List<Rect> missing = List.copyOf(other.rects);
        for (Rect rect : rects) {
            List<Rect> rest = new ArrayList<>();
            missing.forEach(piece -> addWithout(rest, piece, rect));
            missing = rest;
        }
        return missing.isEmpty();
    }

    private void cut(Rect hole) {
        if (!hole.isEmpty() && rects.stream().anyMatch(hole::intersects)) {
            List<Rect> rest = new ArrayList<>(rects.size() + 3);
            rects.forEach(rect -> addWithout(rest, rect, hole));
            rects = rest;
        }
    }

    private void limit() {
        if (rects.size() > MAX_RECTS && mayExceed) {
            Rect bounds = rects.stream().reduce(Rect.EMPTY, Rect::union);
            rects = new ArrayList<>(List.of(bounds));
        } else if (rects.size() > MAX_RECTS) {
            rects.sort(Comparator.comparingLong(Rect::area).reversed());
            rects = new ArrayList<>(rects.subList(0, MAX_RECTS));
        }
    }

    private static void addWithout(List<Rect> rest, Rect rect, Rect hole) {
        if (!rect.intersects(hole)) {
            rest.add(rect);
            return;
        }
        int top = Math.max(rect.top(), hole.top());
        int bottom = Math.min(rect.bottom(), hole.bottom());
        addUnlessEmpty(rest, rect.left(), rect.top(), rect.right(), top);
        addUnlessEmpty(rest, rect.left(), top, Math.max(rect.left(), hole.left()), bottom);
        addUnlessEmpty(rest, Math.min(rect.right(), hole.right()), top, rect.right(), bottom);
        addUnlessEmpty(rest, rect.left(), bottom, rect.right(), rect.bottom());
    }

    private static void addUnlessEmpty(List<Rect> rest, int left, int top, int right, int bottom) {
        if (left < right && top < bottom) {
            rest.add(new Rect(left, top, right, bottom));
        }
    }
}
