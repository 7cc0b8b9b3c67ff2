package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MIGRATE_CONNECTED: the client is connected to the new server. */
public record MigrateConnected() implements MainClientMessage {

    public static MigrateConnected decode(SpiceReader in) {
        return new MigrateConnected();
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MIGRATE_CONNECTED.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateConnected(this);
    }
}
