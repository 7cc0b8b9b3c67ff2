package dev.caraway.server.framebuffer;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
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

    /** Writes the areas. */
    void save(SpiceWriter out) {
        out.u8(areas.size());
        for (Area area : areas) {
            area.rect.encode(out);
            out.u32(Math.min(area.hits, MIN_HITS));
            out.u8((int) Math.min(update - area.lastUpdate, MAX_IDLE_UPDATES));
        }
    }

    /** Holds the areas that {@link #save} has written, which lie on {@code screen}. */
    void restore(SpiceReader in, Rect screen) {
        areas.clear();
        int count = in.u8("steady.areas");
        if (count > MAX_AREAS) {
            throw in.violation("steady.areas", "expected at most " + MAX_AREAS + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            Area area = new Area(Rect.decode(in));
            if (area.rect.isEmpty() || !screen.contains(area.rect)) {
                throw in.violation("steady.area", "expected pixels inside " + screen + ", got " + area.rect);
            }
            area.hits = in.u32AtMost("steady.hits", MIN_HITS);
            area.lastUpdate = update - in.u8("steady.idle");
            areas.add(area);
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
