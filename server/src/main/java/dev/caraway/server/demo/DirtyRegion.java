package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.List;

/** What must be painted again: a few rectangles that together cover everything added. */
final class DirtyRegion {

    /** More would cost more in messages than the pixels between them. */
    static final int MAX_RECTS = 16;

    private final List<Rect> rects = new ArrayList<>();

    /** Adds an area, joined with others where the join is hardly larger than its parts. */
    void add(Rect area) {
        Rect joined = area;
        if (joined.isEmpty()) {
            return;
        }
        int i = 0;
        while (i < rects.size()) {
            Rect other = rects.get(i);
            Rect union = other.union(joined);
            if (union.area() <= (other.area() + joined.area()) * 9 / 8) {
                rects.remove(i);
                joined = union;
                i = 0;
            } else {
                i++;
            }
        }
        rects.add(joined);
        if (rects.size() > MAX_RECTS) {
            Rect all = rects.stream().reduce(Rect.EMPTY, Rect::union);
            rects.clear();
            rects.add(all);
        }
    }

    /** The rectangles so far; the region is empty afterwards. */
    List<Rect> take() {
        List<Rect> taken = List.copyOf(rects);
        rects.clear();
        return taken;
    }

    void clear() {
        rects.clear();
    }
}
