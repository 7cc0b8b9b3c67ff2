package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts damaged areas together that lie close to each other: what moved from one to the other is found only when both
 * are looked at together, but what lies between them is looked at, too.
 */
final class DamageGroups {

    /** How many times the pixels that are damaged may be looked at. */
    private static final int MAX_PIXELS_PER_DAMAGED = 3;

    private final List<Rect> areas = new ArrayList<>();
    private Rect bounds = Rect.EMPTY;
    private long damagedPixels;

    /** Areas in groups, at most {@code maxGroups}. */
    static List<List<Rect>> of(List<Rect> areas, int maxGroups) {
        List<DamageGroups> groups = new ArrayList<>();
        for (Rect area : areas) {
            DamageGroups joined = new DamageGroups();
            joined.add(List.of(area));
            // One that takes up another may now be close to one that was far before.
            for (int i = 0; i < groups.size(); i++) {
                if (joined.mayJoin(groups.get(i))) {
                    joined.add(groups.remove(i).areas);
                    i = -1;
                }
            }
            groups.add(joined);
        }
        if (groups.size() > maxGroups) {
            return List.of(areas);
        }
        return groups.stream().map(group -> group.areas).toList();
    }

    private boolean mayJoin(DamageGroups other) {
        long pixels = bounds.union(other.bounds).area();
        return pixels <= MAX_PIXELS_PER_DAMAGED * (damagedPixels + other.damagedPixels);
    }

    private void add(List<Rect> more) {
        for (Rect area : more) {
            areas.add(area);
            bounds = bounds.union(area);
            damagedPixels += area.area();
        }
    }
}
