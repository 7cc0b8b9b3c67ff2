package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_END: the guest has moved, the client switches to the new server. */
public record MigrateEnd() implements MainServerMessage {

    public static MigrateEnd decode(SpiceReader in) {
        return new MigrateEnd();
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_END.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateEnd(this);
    }
}
