package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the client on the main channel, one row a message with the greatest body it may have. */
public enum MainClientOpcode implements Opcode<MainClientMessage> {
    CLIENT_INFO(101, ClientInfo.class, 8, ClientInfo::decode),
    MIGRATE_CONNECTED(102, MigrateConnected.class, 0, MigrateConnected::decode),
    MIGRATE_CONNECT_ERROR(103, MigrateConnectError.class, 0, MigrateConnectError::decode),
    ATTACH_CHANNELS(104, AttachChannels.class, 0, AttachChannels::decode),
    MOUSE_MODE_REQUEST(105, MouseModeRequest.class, 2, MouseModeRequest::decode),
    AGENT_START(106, AgentStart.class, 4, AgentStart::decode),
    AGENT_DATA(107, ClientAgentData.class, Limits.AGENT_DATA_BYTES, ClientAgentData::decode),
    AGENT_TOKEN(108, ClientAgentToken.class, 4, ClientAgentToken::decode),
    MIGRATE_END(109, ClientMigrateEnd.class, 0, ClientMigrateEnd::decode),
    MIGRATE_DST_DO_SEAMLESS(110, MigrateDstDoSeamless.class, 4, MigrateDstDoSeamless::decode),
    MIGRATE_CONNECTED_SEAMLESS(111, MigrateConnectedSeamless.class, 0, MigrateConnectedSeamless::decode),
    QUALITY_INDICATOR(112, QualityIndicator.class, Limits.QUALITY_INDICATOR_BYTES, QualityIndicator::decode);

    private static final OpcodeTable<MainClientMessage> TABLE = new OpcodeTable<>("SPICE_MSGC_MAIN_", values());

    private final int number;
    private final Class<? extends MainClientMessage> message;
    private final int maxBodyBytes;
    private final Function<SpiceReader, ? extends MainClientMessage> decoder;

    MainClientOpcode(
            int number,
            Class<? extends MainClientMessage> message,
            int maxBodyBytes,
            Function<SpiceReader, ? extends MainClientMessage> decoder) {
        this.number = number;
        this.message = message;
        this.maxBodyBytes = maxBodyBytes;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The greatest body a message of this number may have; {@code WireException} when there is none. */
    public static int maxBodyBytes(int opcode) {
        return TABLE.row(opcode).maxBodyBytes();
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static MainClientMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends MainClientMessage> message() {
        return message;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Function<SpiceReader, ? extends MainClientMessage> decoder() {
        return decoder;
    }
}
