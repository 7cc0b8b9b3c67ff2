package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_RESET: all surfaces and caches are gone. */
public record Reset() implements DisplayServerMessage {

    @Override
    public int opcode() {
        return DisplayServerOpcode.RESET.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The opcode says all.
    }
}
