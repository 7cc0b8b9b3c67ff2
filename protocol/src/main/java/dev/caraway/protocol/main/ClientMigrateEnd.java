package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MIGRATE_END: the client has switched all its channels to this server. */
public record ClientMigrateEnd() implements MainClientMessage {

    public static ClientMigrateEnd decode(SpiceReader in) {
        return new ClientMigrateEnd();
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MIGRATE_END.number();
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
