package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_ACK: the client has taken another window of messages. */
public record Ack() implements BaseClientMessage {

    public static Ack decode(SpiceReader in) {
        return new Ack();
    }

    @Override
    public int opcode() {
        return BaseClientOpcode.ACK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onAck(this);
    }
}
