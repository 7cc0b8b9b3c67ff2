package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_INVAL_PALETTE: one palette leaves the client's palette cache. */
public record InvalPalette(long id) implements DisplayServerMessage {

    static InvalPalette decode(SpiceReader in) {
        long id = in.i64("id");
        return new InvalPalette(id);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.INVAL_PALETTE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(id);
    }
}
