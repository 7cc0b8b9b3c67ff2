package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** VD_AGENT_MOUSE_STATE: where the mouse is and which buttons are down, for an agent that moves the cursor. */
public record MouseState(long x, long y, long buttons, int displayId) implements AgentMessage {

    public static MouseState decode(SpiceReader in) {
        long x = in.u32("x");
        long y = in.u32("y");
        long buttons = in.u32("buttons");
        int displayId = in.u8("display_id");
        return new MouseState(x, y, buttons, displayId);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.MOUSE_STATE;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(x);
        out.u32(y);
        out.u32(buttons);
        out.u8(displayId);
    }
}
