package dev.caraway.server.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.surface.Region;
import dev.caraway.server.surface.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The surfaces of another host as the pieces of its {@link SurfaceCopy} arrive. On the loop only.
 *
 * <p>A surface takes memory with the rows that have come, not with the size that it is said to have.
 */
final class SurfaceArrivals {

    private static final int BYTES_PER_PIXEL = 4;

    /** A format's code and an id, two sides. */
    private static final int SURFACE_BYTES = 10;

    private final Map<Integer, Arrival> bySurface = new HashMap<>();

    /** What a surface is. */
    record Kind(int id, int width, int height, SurfaceFormat format) {

        static Kind decode(SpiceReader in) {
            int id = in.u16("surface.id");
            int width = in.u16("surface.width");
            int height = in.u16("surface.height");
            SurfaceFormat format = SurfaceFormat.decode(in, "surface.format");
            if (id >= Limits.SURFACES) {
                throw in.violation("surface.id", "expected less than " + Limits.SURFACES + ", got " + id);
            }
            if (width < 1
                    || height < 1
                    || width > GuestDisplay.MAX_SIDE_PIXELS
                    || height > GuestDisplay.MAX_SIDE_PIXELS) {
                throw in.violation(
                        "surface",
                        "expected sides of 1 to " + GuestDisplay.MAX_SIDE_PIXELS + ", got " + width + "x" + height);
            }
            if (format != SurfaceFormat.XRGB_32 && format != SurfaceFormat.ARGB_32) {
                throw in.violation("surface.format", "expected XRGB_32 or ARGB_32, got " + format);
            }
            return new Kind(id, width, height, format);
        }

        int rowBytes() {
            return width * BYTES_PER_PIXEL;
        }
    }

    /** The rows of a surface that have come, from the top. */
    private static final class Arrival {
        private final Kind kind;
        private byte[] pixels = {};
        private int rows;

        Arrival(Kind kind) {
            this.kind = kind;
        }

        void grow(int toRows) {
            int bytes = toRows * kind.rowBytes();
            if (pixels.length < bytes) {
                long doubled = Math.min(2L * pixels.length, (long) kind.height * kind.rowBytes());
                pixels = Arrays.copyOf(pixels, (int) Math.max(bytes, doubled));
            }
            rows = toRows;
        }

        void draw(Rect area, Bytes from) {
            int areaBytes = area.width() * BYTES_PER_PIXEL;
            for (int row = 0; row < area.height(); row++) {
                int to = (area.top() + row) * kind.rowBytes() + area.left() * BYTES_PER_PIXEL;
                from.slice(row * areaBytes, areaBytes).copyTo(pixels, to);
            }
        }
    }

    /** Takes the next piece, as it was encoded. */
    void take(SpiceReader in) {
        Kind kind = Kind.decode(in);
        Rect area = Region.restoreRect(in, new Rect(0, 0, kind.width, kind.height));
        long bytes = BYTES_PER_PIXEL * area.area();
        if (bytes != in.remaining()) {
            throw in.violation("surface.pixels", "expected " + bytes + " bytes, got " + in.remaining());
        }
        take(kind, area, in.bytes("surface.pixels", (int) bytes));
    }

    /**
     * Takes the next piece.
     *
     * @param area inside a surface of this kind
     * @param pixels all of it
     * @throws WireException if pixels before it are missing
     */
    void take(Kind kind, Rect area, Bytes pixels) {
        Arrival arrival = bySurface.get(kind.id);
        if (arrival == null || !arrival.kind.equals(kind)) {
            arrival = new Arrival(kind);
        }
        if (area.right() > kind.width || area.bottom() > kind.height) {
            throw new WireException("surface " + kind.id + ": expected an area inside of it, got " + area);
        }
        boolean isNext = area.top() == arrival.rows && area.width() == kind.width;
        if (!isNext && area.bottom() > arrival.rows) {
            throw new WireException("surface " + kind.id + ": expected whole rows from " + arrival.rows
                    + " or pixels before, got " + area);
        }
        if (isNext) {
            arrival.grow(area.bottom());
        }
        arrival.draw(area, pixels);
        bySurface.put(kind.id, arrival);
    }

    /** The surfaces that there are at last; each must have come whole. Forgets all others. */
    List<Surface> finish(SpiceReader in) {
        int count = in.counted("surfaces", in.u16("surfaces"), SURFACE_BYTES);
        List<Surface> whole = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.decode(in);
            Arrival arrival = bySurface.get(kind.id);
            if (arrival == null || !arrival.kind.equals(kind) || arrival.rows < kind.height) {
                throw in.violation("surface", "expected its pixels to have come, got " + kind);
            }
            if (!seen.add(kind.id)) {
                throw in.violation("surface.id", "expected each once, got " + kind.id + " twice");
            }
            whole.add(new Surface(kind.id, kind.width, kind.height, kind.format, arrival.pixels));
        }
        bySurface.clear();
        return whole;
    }
}
