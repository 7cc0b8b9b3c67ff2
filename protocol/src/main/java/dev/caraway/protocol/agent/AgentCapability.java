package dev.caraway.protocol.agent;

import dev.caraway.protocol.capability.Capability;

/** Capabilities that agent and client announce to each other; the bits of {@code VD_AGENT_CAP_*}. */
public enum AgentCapability implements Capability {
    MOUSE_STATE(0),
    MONITORS_CONFIG(1),
    REPLY(2),
    CLIPBOARD(3),
    DISPLAY_CONFIG(4),
    CLIPBOARD_BY_DEMAND(5),
    CLIPBOARD_SELECTION(6),
    SPARSE_MONITORS_CONFIG(7),
    GUEST_LINEEND_LF(8),
    GUEST_LINEEND_CRLF(9),
    MAX_CLIPBOARD(10),
    AUDIO_VOLUME_SYNC(11),
    MONITORS_CONFIG_POSITION(12),
    FILE_XFER_DISABLED(13),
    FILE_XFER_DETAILED_ERRORS(14),
    GRAPHICS_DEVICE_INFO(15),
    CLIPBOARD_NO_RELEASE_ON_REGRAB(16),
    CLIPBOARD_GRAB_SERIAL(17);

    private final int bit;

    AgentCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
