package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.UUID;

/** SPICE_MSG_MAIN_UUID: the guest's UUID, its 16 bytes in the order in which they are printed. */
public record Uuid(UUID uuid) implements MainServerMessage {

    public static Uuid decode(SpiceReader in) {
        long high = Long.reverseBytes(in.i64("uuid"));
        long low = Long.reverseBytes(in.i64("uuid"));
        return new Uuid(new UUID(high, low));
    }

    @Override
    public int opcode() {
        return MainServerOpcode.UUID.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(Long.reverseBytes(uuid.getMostSignificantBits()));
        out.i64(Long.reverseBytes(uuid.getLeastSignificantBits()));
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onUuid(this);
    }
}
