package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MIGRATE_DST_DO_SEAMLESS: the client asks the new server whether it understands the old one's migrate data. */
public record MigrateDstDoSeamless(long srcVersion) implements MainClientMessage {

    public static MigrateDstDoSeamless decode(SpiceReader in) {
        long srcVersion = in.u32("src_version");
        return new MigrateDstDoSeamless(srcVersion);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MIGRATE_DST_DO_SEAMLESS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(srcVersion);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateDstDoSeamless(this);
    }
}
