package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * Where an operation draws.
 *
 * @param surfaceId 0 to {@link Limits#SURFACES} - 1
 * @param box the area that it touches at most
 */
public record DrawBase(int surfaceId, Rect box, Clip clip) implements Encodable {

    public DrawBase {
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
    }

    static DrawBase decode(SpiceReader in) {
        int surfaceId = in.u32AtMost("surface_id", Limits.SURFACES - 1);
        Rect box = Rect.decode(in);
        Clip clip = Clip.decode(in);
        return new DrawBase(surfaceId, box, clip);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(surfaceId);
        box.encode(out);
        clip.encode(out);
    }
}
