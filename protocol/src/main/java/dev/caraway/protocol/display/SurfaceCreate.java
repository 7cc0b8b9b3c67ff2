package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_SURFACE_CREATE: a surface comes into being.
 *
 * @param surfaceId 0 to {@link Limits#SURFACES} - 1
 * @param width in pixels
 * @param height in pixels
 * @param flags {@link #PRIMARY}, {@link #STREAMING_MODE}
 */
public record SurfaceCreate(int surfaceId, int width, int height, SurfaceFormat format, int flags)
        implements DisplayServerMessage {

    /** The surface is what the monitors show. */
    public static final int PRIMARY = 1;

    /** The surface will show nothing but streams; a hint. */
    public static final int STREAMING_MODE = 2;

    public SurfaceCreate {
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
        FieldRange.atMost("flags", flags, Integer.MAX_VALUE);
    }

    static SurfaceCreate decode(SpiceReader in) {
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        int width = in.u32AtMost("width", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("height", Limits.SIDE_PIXELS);
        SurfaceFormat format = SurfaceFormat.decode(in, "format");
        int flags = in.u32AtMost("flags", Integer.MAX_VALUE);
        return new SurfaceCreate(surfaceId, width, height, format, flags);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.SURFACE_CREATE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(surfaceId);
        out.u32(width);
        out.u32(height);
        out.u32(format.code());
        out.u32(flags);
    }
}
