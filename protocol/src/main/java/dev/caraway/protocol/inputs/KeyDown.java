package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_KEY_DOWN: a key goes down; up to four bytes of scan code, the first in the lowest byte. */
public record KeyDown(int code) implements InputsClientMessage {

    public static KeyDown decode(SpiceReader in) {
        int code = in.i32("code");
        return new KeyDown(code);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.KEY_DOWN.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(code);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onKeyDown(this);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "KeyDown[code hidden]";
    }
}
