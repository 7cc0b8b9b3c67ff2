package dev.caraway.protocol.inputs;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages from the client on the inputs channel, one row a message with the greatest body it may have. */
public enum InputsClientOpcode implements Opcode<InputsClientMessage> {
    KEY_DOWN(101, KeyDown.class, 4, KeyDown::decode),
    KEY_UP(102, KeyUp.class, 4, KeyUp::decode),
    KEY_MODIFIERS(103, ClientKeyModifiers.class, 2, ClientKeyModifiers::decode),
    KEY_SCANCODE(104, KeyScancode.class, Limits.KEY_SCANCODE_BYTES, KeyScancode::decode),
    MOUSE_MOTION(111, MouseMotion.class, 10, MouseMotion::decode),
    MOUSE_POSITION(112, MousePosition.class, 11, MousePosition::decode),
    MOUSE_PRESS(113, MousePress.class, 3, MousePress::decode),
    MOUSE_RELEASE(114, MouseRelease.class, 3, MouseRelease::decode);

    private static final OpcodeTable<InputsClientMessage> TABLE = new OpcodeTable<>("SPICE_MSGC_INPUTS_", values());

    private final int number;
    private final Class<? extends InputsClientMessage> message;
    private final int maxBodyBytes;
    private final Function<SpiceReader, ? extends InputsClientMessage> decoder;

    InputsClientOpcode(
            int number,
            Class<? extends InputsClientMessage> message,
            int maxBodyBytes,
            Function<SpiceReader, ? extends InputsClientMessage> decoder) {
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
    public static InputsClientMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends InputsClientMessage> message() {
        return message;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Function<SpiceReader, ? extends InputsClientMessage> decoder() {
        return decoder;
    }
}
