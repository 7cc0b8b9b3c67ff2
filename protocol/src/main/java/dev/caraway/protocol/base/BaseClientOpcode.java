package dev.caraway.protocol.base;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the client on every channel, one row a message with the greatest body it may have. */
public enum BaseClientOpcode implements Opcode<BaseClientMessage> {
    ACK_SYNC(1, AckSync.class, 4, AckSync::decode),
    ACK(2, Ack.class, 0, Ack::decode),
    PONG(3, Pong.class, 12, Pong::decode),
    MIGRATE_FLUSH_MARK(4, MigrateFlushMark.class, 0, MigrateFlushMark::decode),
    MIGRATE_DATA(5, ClientMigrateData.class, Limits.MIGRATE_DATA_BYTES, ClientMigrateData::decode),
    DISCONNECTING(6, ClientDisconnecting.class, 12, ClientDisconnecting::decode);

    private static final OpcodeTable<BaseClientMessage> TABLE = new OpcodeTable<>("SPICE_MSGC_", values());

    private final int number;
    private final Class<? extends BaseClientMessage> message;
    private final int maxBodyBytes;
    private final Function<SpiceReader, ? extends BaseClientMessage> decoder;

    BaseClientOpcode(
            int number,
            Class<? extends BaseClientMessage> message,
            int maxBodyBytes,
            Function<SpiceReader, ? extends BaseClientMessage> decoder) {
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
    public static BaseClientMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends BaseClientMessage> message() {
        return message;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Function<SpiceReader, ? extends BaseClientMessage> decoder() {
        return decoder;
    }
}
