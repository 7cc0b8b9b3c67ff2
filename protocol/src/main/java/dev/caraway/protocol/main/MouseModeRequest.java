package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_MOUSE_MODE_REQUEST: the client wishes for this mouse mode, a bit of {@link MouseModeFlag}. */
public record MouseModeRequest(int mode) implements MainClientMessage {

    public static MouseModeRequest decode(SpiceReader in) {
        int mode = in.u16("mode");
        return new MouseModeRequest(mode);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.MOUSE_MODE_REQUEST.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(mode);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMouseModeRequest(this);
    }
}
