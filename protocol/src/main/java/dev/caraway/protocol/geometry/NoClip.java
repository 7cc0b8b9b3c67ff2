package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.SpiceWriter;

/** The clip that restricts nothing; all of them are equal to {@link Clip#NONE}. */
public record NoClip() implements Clip {

    static final int TYPE = 0;

    @Override
    public void encode(SpiceWriter out) {
        out.u8(TYPE);
    }
}
