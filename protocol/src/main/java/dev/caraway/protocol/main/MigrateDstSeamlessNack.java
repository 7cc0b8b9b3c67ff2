package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_DST_SEAMLESS_NACK: the new server cannot take over without a visible seam. */
public record MigrateDstSeamlessNack() implements MainServerMessage {

    public static MigrateDstSeamlessNack decode(SpiceReader in) {
        return new MigrateDstSeamlessNack();
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_DST_SEAMLESS_NACK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateDstSeamlessNack(this);
    }
}
