package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the rectangle of a moving picture the same from frame to frame, although now this and now that part of its edge
 * stands still: only so can it be found to be one.
 */
final class SteadyAreas {

    /** What is smaller is no moving picture that matters. */
    private static final int MIN_PIXELS = 4096;

    /** So often an area must have changed before its rectangle is held. */
    private static final int MIN_HITS = 3;

    /** After so many updates without it an area is forgotten. */
    private static final int MAX_IDLE_UPDATES = 30;

    private static final int MAX_AREAS = 8;

    private final List<Area> areas = new ArrayList<>();
    private long update;

    private static final class Area {
        private Rect rect;
        private int hits;
        private long lastUpdate;

        private Area(Rect rect) {
            this.rect = rect;
        }
    }

    /** Another update begins. */
    void onUpdate() {
        update++;
        areas.removeIf(area -> update - area.lastUpdate > MAX_IDLE_UPDATES);
    }

    /** Nothing stays as it was, since the screen has another size. */
    void clear() {
        areas.clear();
    }

    /** The rectangle to send for one that changes now: itself, or one around it of at most twice its size. */
    Rect settled(Rect changing) {
        if (changing.area() < MIN_PIXELS) {
            return changing;
        }
        for (Area area : areas) {
            Rect both = area.rect.union(changing);
            if (area.rect.intersection(changing).area() * 2 >= both.area()) {
                area.rect = both;
                area.hits++;
                area.lastUpdate = update;
                return area.hits < MIN_HITS ? changing : both;
            }
        }
        remember(changing);
        return changing;
    }

    private void remember(Rect changing) {
        if (areas.size() == MAX_AREAS) {
            areas.remove(areas.stream()
                    .min(Comparator.comparingLong(area -> area.lastUpdate))
                    .orElseThrow());
        }
        Area area = new Area(changing);
        area.lastUpdate = update;
        areas.add(area);
    }
}
