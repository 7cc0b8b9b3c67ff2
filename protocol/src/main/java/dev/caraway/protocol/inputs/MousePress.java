package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_MOUSE_PRESS: a button goes down; a number of {@link MouseButton} or one we do not know. */
public record MousePress(int button, int buttonsState) implements InputsClientMessage {

    public static MousePress decode(SpiceReader in) {
        int button = in.u8("button");
        int buttonsState = in.u16("buttons_state");
        return new MousePress(button, buttonsState);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.MOUSE_PRESS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(button);
        out.u16(buttonsState);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMousePress(this);
    }
}
