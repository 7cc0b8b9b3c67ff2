package dev.caraway.protocol.base;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MIGRATE_DATA: state of this channel that the client carries to the new server, unread. */
public record MigrateData(Bytes data) implements BaseServerMessage {

    public static MigrateData decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.MIGRATE_DATA_BYTES);
        return new MigrateData(data);
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.MIGRATE_DATA.number();
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
