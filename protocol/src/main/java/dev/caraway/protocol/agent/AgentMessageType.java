package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The types of agent messages; the numbers of {@code VD_AGENT_*}. */
public enum AgentMessageType implements Opcode<AgentMessage> {
    MOUSE_STATE(1, MouseState.class, 13, MouseState::decode),
    MONITORS_CONFIG(2, MonitorsConfig.class, Limits.AGENT_MONITORS_CONFIG_BYTES, MonitorsConfig::decode),
    REPLY(3, Reply.class, 8, Reply::decode),
    CLIPBOARD(4, Clipboard.class, Limits.AGENT_PASSED_ON_BYTES, Clipboard::decode),
    DISPLAY_CONFIG(5, DisplayConfig.class, 8, DisplayConfig::decode),
    ANNOUNCE_CAPABILITIES(6, AnnounceCapabilities.class, Limits.AGENT_CAPABILITIES_BYTES, AnnounceCapabilities::decode),
    CLIPBOARD_GRAB(7, ClipboardGrab.class, Limits.AGENT_PASSED_ON_BYTES, ClipboardGrab::decode),
    CLIPBOARD_REQUEST(8, ClipboardRequest.class, Limits.AGENT_PASSED_ON_BYTES, ClipboardRequest::decode),
    CLIPBOARD_RELEASE(9, ClipboardRelease.class, Limits.AGENT_PASSED_ON_BYTES, ClipboardRelease::decode),
    FILE_XFER_START(10, FileXferStart.class, Limits.AGENT_PASSED_ON_BYTES, FileXferStart::decode),
    FILE_XFER_STATUS(11, FileXferStatus.class, Limits.AGENT_PASSED_ON_BYTES, FileXferStatus::decode),
    FILE_XFER_DATA(12, FileXferData.class, Limits.AGENT_PASSED_ON_BYTES, FileXferData::decode),
    CLIENT_DISCONNECTED(13, ClientDisconnected.class, 0, ClientDisconnected::decode),
    MAX_CLIPBOARD(14, MaxClipboard.class, 4, MaxClipboard::decode),
    AUDIO_VOLUME_SYNC(15, AudioVolumeSync.class, Limits.AGENT_AUDIO_VOLUME_SYNC_BYTES, AudioVolumeSync::decode),
    GRAPHICS_DEVICE_INFO(16, GraphicsDeviceInfo.class, Limits.AGENT_PASSED_ON_BYTES, GraphicsDeviceInfo::decode);

    private static final OpcodeTable<AgentMessage> TABLE = new OpcodeTable<>("VD_AGENT_", values());

    private final int number;
    private final Class<? extends AgentMessage> message;
    private final int maxBodyBytes;
    private final Function<SpiceReader, ? extends AgentMessage> decoder;

    AgentMessageType(
            int number,
            Class<? extends AgentMessage> message,
            int maxBodyBytes,
            Function<SpiceReader, ? extends AgentMessage> decoder) {
        this.number = number;
        this.message = message;
        this.maxBodyBytes = maxBodyBytes;
        this.decoder = decoder;
    }

    /** Whether this family has a message of this type. */
    public static boolean has(int type) {
        return TABLE.has(type);
    }

    /** The greatest body a message of this type may have; {@code WireException} when there is none. */
    public static int maxBodyBytes(int type) {
        return TABLE.row(type).maxBodyBytes();
    }

    /** The message of this type and body; {@code WireException} when there is no such type. */
    public static AgentMessage decode(int type, Bytes body) {
        return TABLE.decode(type, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends AgentMessage> message() {
        return message;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Function<SpiceReader, ? extends AgentMessage> decoder() {
        return decoder;
    }
}
