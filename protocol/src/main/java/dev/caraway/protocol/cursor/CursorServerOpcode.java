package dev.caraway.protocol.cursor;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the server on a cursor channel, one row a message. */
public enum CursorServerOpcode implements Opcode<CursorServerMessage> {
    INIT(101, CursorInit.class, CursorInit::decode),
    RESET(102, CursorReset.class, CursorReset::decode),
    SET(103, CursorSet.class, CursorSet::decode),
    MOVE(104, CursorMove.class, CursorMove::decode),
    HIDE(105, CursorHide.class, CursorHide::decode),
    TRAIL(106, CursorTrail.class, CursorTrail::decode),
    INVAL_ONE(107, CursorInvalOne.class, CursorInvalOne::decode),
    INVAL_ALL(108, CursorInvalAll.class, CursorInvalAll::decode);

    private static final OpcodeTable<CursorServerMessage> TABLE = new OpcodeTable<>("SPICE_MSG_CURSOR_", values());

    private final int number;
    private final Class<? extends CursorServerMessage> message;
    private final Function<SpiceReader, ? extends CursorServerMessage> decoder;

    CursorServerOpcode(
            int number,
            Class<? extends CursorServerMessage> message,
            Function<SpiceReader, ? extends CursorServerMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static CursorServerMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends CursorServerMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends CursorServerMessage> decoder() {
        return decoder;
    }
}
