package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_INPUTS_KEY_MODIFIERS: the guest's lock keys changed, bits of {@link KeyboardModifier}. */
public record KeyModifiers(int modifiers) implements InputsServerMessage {

    public static KeyModifiers decode(SpiceReader in) {
        int modifiers = in.u16("modifiers");
        return new KeyModifiers(modifiers);
    }

    @Override
    public int opcode() {
        return InputsServerOpcode.KEY_MODIFIERS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(modifiers);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onKeyModifiers(this);
    }
}
