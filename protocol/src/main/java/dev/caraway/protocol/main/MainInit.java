package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_INIT: the first message: the session, its mouse modes and its agent. */
public record MainInit(
        int sessionId,
        long displayChannelsHint,
        long supportedMouseModes,
        long currentMouseMode,
        boolean agentConnected,
        long agentTokens,
        long multiMediaTime,
        long ramHint)
        implements MainServerMessage {

    public static MainInit decode(SpiceReader in) {
        int sessionId = in.i32("session_id");
        long displayChannelsHint = in.u32("display_channels_hint");
        long supportedMouseModes = in.u32("supported_mouse_modes");
        long currentMouseMode = in.u32("current_mouse_mode");
        boolean agentConnected = in.bool32("agent_connected");
        long agentTokens = in.u32("agent_tokens");
        long multiMediaTime = in.u32("multi_media_time");
        long ramHint = in.u32("ram_hint");
        return new MainInit(
                sessionId,
                displayChannelsHint,
                supportedMouseModes,
                currentMouseMode,
                agentConnected,
                agentTokens,
                multiMediaTime,
                ramHint);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.INIT.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(sessionId);
        out.u32(displayChannelsHint);
        out.u32(supportedMouseModes);
        out.u32(currentMouseMode);
        out.bool32(agentConnected);
        out.u32(agentTokens);
        out.u32(multiMediaTime);
        out.u32(ramHint);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onInit(this);
    }
}
