package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_MOUSE_MOTION: in server mouse mode, how far the mouse went, and the buttons that are down. */
public record MouseMotion(int dx, int dy, int buttonsState) implements InputsClientMessage {

    public static MouseMotion decode(SpiceReader in) {
        int dx = in.i32("dx");
        int dy = in.i32("dy");
        int buttonsState = in.u16("buttons_state");
        return new MouseMotion(dx, dy, buttonsState);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.MOUSE_MOTION.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(dx);
        out.i32(dy);
        out.u16(buttonsState);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMouseMotion(this);
    }
}
