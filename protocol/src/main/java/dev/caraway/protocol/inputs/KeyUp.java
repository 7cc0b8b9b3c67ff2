package dev.caraway.protocol.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_INPUTS_KEY_UP: a key comes up; up to four bytes of scan code, the first in the lowest byte. */
public record KeyUp(int code) implements InputsClientMessage {

    public static KeyUp decode(SpiceReader in) {
        int code = in.i32("code");
        return new KeyUp(code);
    }

    @Override
    public int opcode() {
        return InputsClientOpcode.KEY_UP.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(code);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onKeyUp(this);
    }

    /** Without what it carries: that is the user's. */
    @Override
    public String toString() {
        return "KeyUp[code hidden]";
    }
}
