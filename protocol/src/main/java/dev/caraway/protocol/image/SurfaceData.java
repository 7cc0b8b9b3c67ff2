package dev.caraway.protocol.image;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** The pixels of another surface, 0 to {@link Limits#SURFACES} - 1, as they are when the operation is drawn. */
public record SurfaceData(int surfaceId) implements ImageData {

    public SurfaceData {
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
    }

    static SurfaceData decode(SpiceReader in) {
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        return new SurfaceData(surfaceId);
    }

    @Override
    public ImageType type() {
        return ImageType.SURFACE;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(surfaceId);
    }
}
