package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.Encodable;

/** What agent, client and server say to each other through the agent channel, without its header. */
public sealed interface AgentMessage extends Encodable
        permits MouseState,
                MonitorsConfig,
                Reply,
                Clipboard,
                DisplayConfig,
                AnnounceCapabilities,
                ClipboardGrab,
                ClipboardRequest,
                ClipboardRelease,
                FileXferStart,
                FileXferStatus,
                FileXferData,
                ClientDisconnected,
                MaxClipboard,
                AudioVolumeSync,
                GraphicsDeviceInfo {

    AgentMessageType type();
}
