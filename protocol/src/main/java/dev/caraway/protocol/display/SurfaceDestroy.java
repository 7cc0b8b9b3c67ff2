package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_SURFACE_DESTROY: a surface is gone. */
public record SurfaceDestroy(int surfaceId) implements DisplayServerMessage {

    public SurfaceDestroy {
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
    }

    static SurfaceDestroy decode(SpiceReader in) {
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        return new SurfaceDestroy(surfaceId);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.SURFACE_DESTROY.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(surfaceId);
    }
}
