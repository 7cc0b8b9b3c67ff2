package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * A monitor: an area of a surface.
 *
 * @param width in pixels, at most {@link Limits#SIDE_PIXELS}
 * @param height in pixels, at most {@link Limits#SIDE_PIXELS}
 * @param x in pixels of the surface
 * @param y in pixels of the surface
 * @param flags none is defined
 */
public record Head(int monitorId, int surfaceId, int width, int height, int x, int y, int flags) implements Encodable {

    static final int BYTES = 28;

    public Head {
        FieldRange.atMost("monitor id", monitorId, Integer.MAX_VALUE);
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
        FieldRange.atMost("head width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("head height", height, Limits.SIDE_PIXELS);
        FieldRange.atMost("head x", x, Limits.SIDE_PIXELS);
        FieldRange.atMost("head y", y, Limits.SIDE_PIXELS);
        FieldRange.atMost("head flags", flags, Integer.MAX_VALUE);
    }

    public static Head decode(SpiceReader in) {
        int monitorId = in.u32AtMost("monitor_id", Integer.MAX_VALUE);
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        int width = in.u32AtMost("width", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("height", Limits.SIDE_PIXELS);
        int x = in.u32AtMost("x", Limits.SIDE_PIXELS);
        int y = in.u32AtMost("y", Limits.SIDE_PIXELS);
        int flags = in.u32AtMost("flags", Integer.MAX_VALUE);
        return new Head(monitorId, surfaceId, width, height, x, y, flags);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(monitorId);
        out.u32(surfaceId);
        out.u32(width);
        out.u32(height);
        out.u32(x);
        out.u32(y);
        out.u32(flags);
    }
}
