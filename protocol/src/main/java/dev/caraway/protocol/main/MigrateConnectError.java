package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MIGRATE_CONNECT_ERROR: the client could not connect to the new server. */
public record MigrateConnectError() implements MainClientMessage {

    public static MigrateConnectError decode(SpiceReader in) {
        return new MigrateConnectError();
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MIGRATE_CONNECT_ERROR.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateConnectError(this);
    }
}
