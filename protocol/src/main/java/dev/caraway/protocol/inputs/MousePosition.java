package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_MOUSE_POSITION: in client mouse mode, where the mouse is on which display, and the buttons that are down. */
public record MousePosition(long x, long y, int buttonsState, int displayId) implements InputsClientMessage {

    public static MousePosition decode(SpiceReader in) {
        long x = in.u32("x");
        long y = in.u32("y");
        int buttonsState = in.u16("buttons_state");
        int displayId = in.u8("display_id");
        return new MousePosition(x, y, buttonsState, displayId);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.MOUSE_POSITION.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(x);
        out.u32(y);
        out.u16(buttonsState);
        out.u8(displayId);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMousePosition(this);
    }
}
