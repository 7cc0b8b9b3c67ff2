package dev.caraway.protocol.inputs;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_KEY_SCANCODE: bytes as a PC keyboard sends them. */
public record KeyScancode(Bytes scancodes) implements InputsClientMessage {

    public static KeyScancode decode(SpiceReader in) {
        Bytes scancodes = in.rest("data", Limits.KEY_SCANCODE_BYTES);
        return new KeyScancode(scancodes);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.KEY_SCANCODE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(scancodes);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onKeyScancode(this);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "KeyScancode[" + scancodes.length() + " bytes]";
    }
}
