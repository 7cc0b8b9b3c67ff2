package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_CANCEL: the guest stays, the client forgets the new server. */
public record MigrateCancel() implements MainServerMessage {

    public static MigrateCancel decode(SpiceReader in) {
        return new MigrateCancel();
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_CANCEL.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateCancel(this);
    }
}
