package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_MARK: the first picture is complete and may be shown. */
public record Mark() implements DisplayServerMessage {

    @Override
    public int opcode() {
        return DisplayServerOpcode.MARK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The opcode says all.
    }
}
