package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_MOUSE_RELEASE: a button comes up; a number of {@link MouseButton} or one we do not know. */
public record MouseRelease(int button, int buttonsState) implements InputsClientMessage {

    public static MouseRelease decode(SpiceReader in) {
        int button = in.u8("button");
        int buttonsState = in.u16("buttons_state");
        return new MouseRelease(button, buttonsState);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.MOUSE_RELEASE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(button);
        out.u16(buttonsState);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMouseRelease(this);
    }
}
