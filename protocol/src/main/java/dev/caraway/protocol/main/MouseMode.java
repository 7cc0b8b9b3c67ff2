package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MOUSE_MODE: the mouse modes that are possible and the one in use, as bits of {@link MouseModeFlag}. */
public record MouseMode(int supportedModes, int currentMode) implements MainServerMessage {

    public static MouseMode decode(SpiceReader in) {
        int supportedModes = in.u16("supported_modes");
        int currentMode = in.u16("current_mode");
        return new MouseMode(supportedModes, currentMode);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MOUSE_MODE.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(supportedModes);
        out.u16(currentMode);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMouseMode(this);
    }
}
