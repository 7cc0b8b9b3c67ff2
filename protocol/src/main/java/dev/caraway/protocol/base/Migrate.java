package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MIGRATE: the client switches this channel to the new server, after what the flags ask of it. */
public record Migrate(int flags) implements BaseServerMessage {

    /** The client answers with a flush mark. */
    public static final int NEED_FLUSH = 1;

    /** The client takes migrate data from the old server to the new one. */
    public static final int NEED_DATA_TRANSFER = 2;

    private static final int ALL_FLAGS = NEED_FLUSH | NEED_DATA_TRANSFER;

    public Migrate {
        if ((flags & ~ALL_FLAGS) != 0) {
            throw new IllegalArgumentException("migrate flags: expected at most " + ALL_FLAGS + ", got " + flags);
        }
    }

    public static Migrate decode(SpiceReader in) {
        int flags = in.u32AtMost("flags", ALL_FLAGS);
        return new Migrate(flags);
    }

    public boolean needsFlush() {
        return (flags & NEED_FLUSH) != 0;
    }

    public boolean needsDataTransfer() {
        return (flags & NEED_DATA_TRANSFER) != 0;
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.MIGRATE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(flags);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMigrate(this);
    }
}
