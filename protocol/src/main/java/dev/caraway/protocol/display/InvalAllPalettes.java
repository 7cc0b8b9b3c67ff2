package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_INVAL_ALL_PALETTES: every palette leaves the client's palette cache. */
public record InvalAllPalettes() implements DisplayServerMessage {

    @Override
    public int opcode() {
        return DisplayServerOpcode.INVAL_ALL_PALETTES.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The opcode says all.
    }
}
