package dev.caraway.protocol.base;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the server on every channel, one row a message. */
public enum BaseServerOpcode implements Opcode<BaseServerMessage> {
    MIGRATE(1, Migrate.class, Migrate::decode),
    MIGRATE_DATA(2, MigrateData.class, MigrateData::decode),
    SET_ACK(3, SetAck.class, SetAck::decode),
    PING(4, Ping.class, Ping::decode),
    WAIT_FOR_CHANNELS(5, WaitForChannels.class, WaitForChannels::decode),
    DISCONNECTING(6, Disconnecting.class, Disconnecting::decode),
    NOTIFY(7, Notify.class, Notify::decode),
    LIST(8, MessageList.class, MessageList::decode);

    private static final OpcodeTable<BaseServerMessage> TABLE = new OpcodeTable<>("SPICE_MSG_", values());

    private final int number;
    private final Class<? extends BaseServerMessage> message;
    private final Function<SpiceReader, ? extends BaseServerMessage> decoder;

    BaseServerOpcode(
            int number,
            Class<? extends BaseServerMessage> message,
            Function<SpiceReader, ? extends BaseServerMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static BaseServerMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends BaseServerMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends BaseServerMessage> decoder() {
        return decoder;
    }
}
