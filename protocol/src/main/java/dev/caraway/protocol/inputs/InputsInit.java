package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_INPUTS_INIT: the first message: the lock keys, as bits of {@link KeyboardModifier}. */
public record InputsInit(int keyboardModifiers) implements InputsServerMessage {

    public static InputsInit decode(SpiceReader in) {
        int keyboardModifiers = in.u16("keyboard_modifiers");
        return new InputsInit(keyboardModifiers);
    }

    @Override
    public int opcode() {
        return InputsServerOpcode.INIT.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(keyboardModifiers);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInit(this);
    }
}
