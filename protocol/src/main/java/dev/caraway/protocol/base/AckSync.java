package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_ACK_SYNC: acknowledgements from here on belong to this generation. */
public record AckSync(int generation) implements BaseClientMessage {

    public static AckSync decode(SpiceReader in) {
        int generation = in.i32("generation");
        return new AckSync(generation);
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.ACK_SYNC.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(generation);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAckSync(this);
    }
}
