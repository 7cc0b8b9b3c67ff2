package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_BEGIN_SEAMLESS: as migrate begin, and the client asks the new server for a seamless migration. */
public record MigrateBeginSeamless(DstInfo dstInfo, long srcMigVersion) implements MainServerMessage {

    public static MigrateBeginSeamless decode(SpiceReader in) {
        DstInfo dstInfo = DstInfo.decode(in);
        long srcMigVersion = in.u32("src_mig_version");
        return new MigrateBeginSeamless(dstInfo, srcMigVersion);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_BEGIN_SEAMLESS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        dstInfo.encode(out);
        out.u32(srcMigVersion);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateBeginSeamless(this);
    }
}
