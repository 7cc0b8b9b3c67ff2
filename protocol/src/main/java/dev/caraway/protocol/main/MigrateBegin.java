package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_BEGIN: the client connects to the server that the guest moves to. */
public record MigrateBegin(DstInfo dstInfo) implements MainServerMessage {

    public static MigrateBegin decode(SpiceReader in) {
        DstInfo dstInfo = DstInfo.decode(in);
        return new MigrateBegin(dstInfo);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_BEGIN.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        dstInfo.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateBegin(this);
    }
}
