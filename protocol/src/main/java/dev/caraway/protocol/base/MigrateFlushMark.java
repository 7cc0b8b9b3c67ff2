package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MIGRATE_FLUSH_MARK: the client sends nothing more to the old server, migrate data apart. */
public record MigrateFlushMark() implements BaseClientMessage {

    public static MigrateFlushMark decode(SpiceReader in) {
        return new MigrateFlushMark();
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.MIGRATE_FLUSH_MARK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrateFlushMark(this);
    }
}
