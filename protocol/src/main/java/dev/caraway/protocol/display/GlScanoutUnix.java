package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE_MSG_DISPLAY_GL_SCANOUT_UNIX: the screen is now a DMA buffer, whose descriptor follows on the UNIX socket.
 *
 * @param drmFourcc the pixel format as the kernel names it
 * @param flags {@link #Y0_TOP}
 */
public record GlScanoutUnix(int width, int height, long strideBytes, long drmFourcc, int flags)
        implements DisplayServerMessage {

    /** The first row is the topmost. */
    public static final int Y0_TOP = 1;

    public GlScanoutUnix {
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
        FieldRange.u32("stride bytes", strideBytes);
        FieldRange.u32("drm fourcc", drmFourcc);
        FieldRange.atMost("flags", flags, Integer.MAX_VALUE);
    }

    static GlScanoutUnix decode(SpiceReader in) {
        int width = in.u32AtMost("width", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("height", Limits.SIDE_PIXELS);
        long strideBytes = in.u32("stride");
        long drmFourcc = in.u32("drm_fourcc_format");
        int flags = in.u32AtMost("flags", Integer.MAX_VALUE);
        return new GlScanoutUnix(width, height, strideBytes, drmFourcc, flags);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.GL_SCANOUT_UNIX.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(width);
        out.u32(height);
        out.u32(strideBytes);
        out.u32(drmFourcc);
        out.u32(flags);
    }
}
