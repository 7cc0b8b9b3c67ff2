package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_DST_SEAMLESS_ACK: the new server can take over without a visible seam. */
public record MigrateDstSeamlessAck() implements MainServerMessage {

    public static MigrateDstSeamlessAck decode(SpiceReader in) {
        return new MigrateDstSeamlessAck();
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_DST_SEAMLESS_ACK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateDstSeamlessAck(this);
    }
}
