package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_DISCONNECTING: the client is about to close the channel, for a reason among the link errors. */
public record ClientDisconnecting(long timestamp, long reason) implements BaseClientMessage {

    public static ClientDisconnecting decode(SpiceReader in) {
        long timestamp = in.i64("time_stamp");
        long reason = in.u32("reason");
        return new ClientDisconnecting(timestamp, reason);
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.DISCONNECTING.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(timestamp);
        out.u32(reason);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onDisconnecting(this);
    }
}
