package dev.caraway.protocol.inputs;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the server on the inputs channel, one row a message. */
public enum InputsServerOpcode implements Opcode<InputsServerMessage> {
    INIT(101, InputsInit.class, InputsInit::decode),
    KEY_MODIFIERS(102, KeyModifiers.class, KeyModifiers::decode),
    MOUSE_MOTION_ACK(111, MouseMotionAck.class, MouseMotionAck::decode);

    private static final OpcodeTable<InputsServerMessage> TABLE = new OpcodeTable<>("SPICE_MSG_INPUTS_", values());

    private final int number;
    private final Class<? extends InputsServerMessage> message;
    private final Function<SpiceReader, ? extends InputsServerMessage> decoder;

    InputsServerOpcode(
            int number,
            Class<? extends InputsServerMessage> message,
            Function<SpiceReader, ? extends InputsServerMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static InputsServerMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends InputsServerMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends InputsServerMessage> decoder() {
        return decoder;
    }
}
