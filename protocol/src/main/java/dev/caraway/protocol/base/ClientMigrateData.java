package dev.caraway.protocol.base;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MIGRATE_DATA: what the client was given by the old server, unread. */
public record ClientMigrateData(Bytes data) implements BaseClientMessage {

    public static ClientMigrateData decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.MIGRATE_DATA_BYTES);
        return new ClientMigrateData(data);
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.MIGRATE_DATA.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(data);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateData(this);
    }
}
