package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_KEY_MODIFIERS: the client's lock keys, bits of {@link KeyboardModifier}, which the guest shall follow. */
public record ClientKeyModifiers(int modifiers) implements InputsClientMessage {

    public static ClientKeyModifiers decode(SpiceReader in) {
        int modifiers = in.u16("modifiers");
        return new ClientKeyModifiers(modifiers);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.KEY_MODIFIERS.number();
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
