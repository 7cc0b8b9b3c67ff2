package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;

/** Where an operation may draw: everywhere, or inside some rectangles. */
public sealed interface Clip extends Encodable permits NoClip, ClipRects {

    /** No restriction. */
    Clip NONE = new NoClip();

    static Clip decode(SpiceReader in) {
        int type = in.u8("type");
        return switch (type) {
            case NoClip.TYPE -> NONE;
            case ClipRects.TYPE -> ClipRects.decodeRects(in);
            default -> throw in.violation("type", "expected a clip type 0 or 1, got " + type);
        };
    }
}
