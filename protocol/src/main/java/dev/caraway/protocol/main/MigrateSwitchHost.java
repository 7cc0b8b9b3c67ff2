package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST: the client leaves and connects to the new server from scratch. */
public record MigrateSwitchHost(DstInfo dstInfo) implements MainServerMessage {

    public static MigrateSwitchHost decode(SpiceReader in) {
        DstInfo dstInfo = DstInfo.decode(in);
        return new MigrateSwitchHost(dstInfo);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MIGRATE_SWITCH_HOST.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        dstInfo.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateSwitchHost(this);
    }
}
