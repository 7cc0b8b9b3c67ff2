package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MIGRATE_CONNECTED_SEAMLESS: the client is connected to the new server, which agreed to a seamless migration. */
public record MigrateConnectedSeamless() implements MainClientMessage {

    public static MigrateConnectedSeamless decode(SpiceReader in) {
        return new MigrateConnectedSeamless();
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MIGRATE_CONNECTED_SEAMLESS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateConnectedSeamless(this);
    }
}
