package dev.caraway.protocol.main;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the server on the main channel, one row a message. */
public enum MainServerOpcode implements Opcode<MainServerMessage> {
    MIGRATE_BEGIN(101, MigrateBegin.class, MigrateBegin::decode),
    MIGRATE_CANCEL(102, MigrateCancel.class, MigrateCancel::decode),
    INIT(103, MainInit.class, MainInit::decode),
    CHANNELS_LIST(104, ChannelsList.class, ChannelsList::decode),
    MOUSE_MODE(105, MouseMode.class, MouseMode::decode),
    MULTI_MEDIA_TIME(106, MultiMediaTime.class, MultiMediaTime::decode),
    AGENT_CONNECTED(107, AgentConnected.class, AgentConnected::decode),
    AGENT_DISCONNECTED(108, AgentDisconnected.class, AgentDisconnected::decode),
    AGENT_DATA(109, AgentData.class, AgentData::decode),
    AGENT_TOKEN(110, AgentToken.class, AgentToken::decode),
    MIGRATE_SWITCH_HOST(111, MigrateSwitchHost.class, MigrateSwitchHost::decode),
    MIGRATE_END(112, MigrateEnd.class, MigrateEnd::decode),
    NAME(113, Name.class, Name::decode),
    UUID(114, Uuid.class, Uuid::decode),
    AGENT_CONNECTED_TOKENS(115, AgentConnectedTokens.class, AgentConnectedTokens::decode),
    MIGRATE_BEGIN_SEAMLESS(116, MigrateBeginSeamless.class, MigrateBeginSeamless::decode),
    MIGRATE_DST_SEAMLESS_ACK(117, MigrateDstSeamlessAck.class, MigrateDstSeamlessAck::decode),
    MIGRATE_DST_SEAMLESS_NACK(118, MigrateDstSeamlessNack.class, MigrateDstSeamlessNack::decode);

    private static final OpcodeTable<MainServerMessage> TABLE = new OpcodeTable<>("SPICE_MSG_MAIN_", values());

    private final int number;
    private final Class<? extends MainServerMessage> message;
    private final Function<SpiceReader, ? extends MainServerMessage> decoder;

    MainServerOpcode(
            int number,
            Class<? extends MainServerMessage> message,
            Function<SpiceReader, ? extends MainServerMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static MainServerMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends MainServerMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends MainServerMessage> decoder() {
        return decoder;
    }
}
