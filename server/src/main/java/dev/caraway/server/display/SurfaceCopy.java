package dev.caraway.server.display;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Copies all surfaces out for another host, most of them while the guest goes on drawing. On the loop only.
 *
 * <p>Each surface is taken once from top to bottom; of the rows that have been taken, what is drawn on afterwards is taken
 * again. Once the guest stands still and nothing is left, the other host has what is here.
 */
public final class SurfaceCopy implements AutoCloseable {

    private static final int BYTES_PER_PIXEL = 4;

    private final Surfaces surfaces;
    private final Consumer<SurfaceCopy> onClose;
    private final Map<Integer, Progress> bySurface = new TreeMap<>();

    /** What was taken of one surface. */
    private static final class Progress {
        private final Region changed = new Region();
        private int rows;
    }

    /**
     * Pixels of a surface.
     *
     * @param surface as it was when the piece was taken; its size and format are what counts
     * @param pixels rows without gaps, four bytes a pixel
     */
    public record Piece(Surface surface, Rect area, Bytes pixels) implements Encodable {

        @Override
        public void encode(SpiceWriter out) {
            out.u16(surface.id());
            out.u16(surface.width());
            out.u16(surface.height());
            out.u32(surface.format().code());
            Region.saveRect(area, out);
            out.bytes(pixels);
        }
    }

    SurfaceCopy(Surfaces surfaces, Consumer<SurfaceCopy> onClose) {
        this.surfaces = surfaces;
        this.onClose = onClose;
        surfaces.all().forEach(surface -> onCreated(surface.id()));
    }

    /** The next piece, whole rows of at most about {@code maxPixels} and at least one row; empty if none is left. */
    public Optional<Piece> take(int maxPixels) {
        for (Map.Entry<Integer, Progress> entry : bySurface.entrySet()) {
            Surface surface = surfaces.get(entry.getKey());
            Progress progress = entry.getValue();
            if (progress.rows < surface.height()) {
                int rows = Math.max(1, maxPixels / surface.width());
                int bottom = Math.min(surface.height(), progress.rows + rows);
                Rect area = new Rect(0, progress.rows, surface.width(), bottom);
                progress.rows = bottom;
                return Optional.of(piece(surface, area));
            }
            Optional<Rect> changed = progress.changed.take(maxPixels);
            if (changed.isPresent()) {
                return changed.map(area -> piece(surface, area));
            }
        }
        return Optional.empty();
    }

    private static Piece piece(Surface surface, Rect area) {
        return new Piece(surface, area, surface.copyOf(area));
    }

    /** How many bytes of pixels are left to be taken, if nothing more is drawn. */
    public long bytesLeft() {
        long pixels = 0;
        for (Map.Entry<Integer, Progress> entry : bySurface.entrySet()) {
            Surface surface = surfaces.get(entry.getKey());
            Progress progress = entry.getValue();
            pixels += (long) surface.width() * (surface.height() - progress.rows);
            pixels += progress.changed.rects().stream().mapToLong(Rect::area).sum();
        }
        return BYTES_PER_PIXEL * pixels;
    }

    /** Looks no more at what is drawn. */
    @Override
    public void close() {
        onClose.accept(this);
        bySurface.clear();
    }

    void onCreated(int surfaceId) {
        bySurface.put(surfaceId, new Progress());
    }

    void onDestroyed(int surfaceId) {
        bySurface.remove(surfaceId);
    }

    void onChanged(int surfaceId, Rect area) {
        Progress progress = bySurface.get(surfaceId);
        if (progress != null && area.top() < progress.rows) {
            // The rest of it has yet to be taken.
            progress.changed.add(
                    new Rect(area.left(), area.top(), area.right(), Math.min(area.bottom(), progress.rows)));
        }
    }
}
