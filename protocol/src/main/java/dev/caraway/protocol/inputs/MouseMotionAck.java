package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_INPUTS_MOUSE_MOTION_ACK: another four motion or position messages were taken. */
public record MouseMotionAck() implements InputsServerMessage {

    public static MouseMotionAck decode(SpiceReader in) {
        return new MouseMotionAck();
    }

    @Override
    public int opcode() {
        return InputsServerOpcode.MOUSE_MOTION_ACK.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        // The message has no body.
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMouseMotionAck(this);
    }
}
