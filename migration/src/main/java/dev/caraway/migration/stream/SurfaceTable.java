package dev.caraway.migration.stream;

import dev.caraway.migration.stream.SourceFrame.SurfaceCreated;
import dev.caraway.migration.stream.SourceFrame.SurfaceDestroyed;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The surfaces that the source has named, with their sizes. */
final class SurfaceTable {

    private record Id(int displayId, int surfaceId) {

        @Override
        public String toString() {
            return "surface " + surfaceId + " of display " + displayId;
        }
    }

    private final Map<Id, SurfaceCreated> byId = new HashMap<>();
    private long pixels;

    void create(SurfaceCreated surface) {
        Id id = new Id(surface.displayId(), surface.surfaceId());
        if (byId.containsKey(id)) {
            throw new StreamException(id + ": expected it destroyed before it is created, got it twice");
        }
        if (byId.size() == StreamLimits.SURFACES || pixels + area(surface) > StreamLimits.SURFACE_PIXELS) {
            throw new StreamException(id + ": expected at most " + StreamLimits.SURFACES + " surfaces of "
                    + StreamLimits.SURFACE_PIXELS + " pixels, got more");
        }
        byId.put(id, surface);
        pixels += area(surface);
    }

    void destroy(SurfaceDestroyed surface) {
        Id id = new Id(surface.displayId(), surface.surfaceId());
        SurfaceCreated gone = find(id);
        byId.remove(id);
        pixels -= area(gone);
    }

    void draw(SurfaceRows rows) {
        SurfaceCreated surface = find(new Id(rows.displayId(), rows.surfaceId()));
        if (rows.left() + rows.width() > surface.width() || rows.top() + rows.rows() > surface.height()) {
            throw new StreamException("surface rows: expected inside " + surface.width() + " by " + surface.height()
                    + " pixels, got " + rows.width() + " by " + rows.rows() + " at " + rows.left() + "," + rows.top());
        }
    }

    private SurfaceCreated find(Id id) {
        return Optional.ofNullable(byId.get(id))
                .orElseThrow(() -> new StreamException(id + ": expected one that was created"));
    }

    private static long area(SurfaceCreated surface) {
        return (long) surface.width() * surface.height();
    }
}
