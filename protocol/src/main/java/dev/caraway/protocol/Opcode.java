package dev.caraway.protocol;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** One row of a family's opcodes; an enum implements it, and an {@link OpcodeTable} finds the row for a number. */
public interface Opcode<M extends Encodable> {

    /** The row's name: the C constant without what its family has in common. */
    String name();

    /** The message's number on its channel, 1 to 65535. */
    int number();

    /** The record that is the message. */
    Class<? extends M> message();

    /** The greatest body that is read at all; what the server says is bounded only for the sake of clients. */
    default int maxBodyBytes() {
        return Limits.SERVER_MESSAGE_BYTES;
    }

    /** Reads the fields of the body. */
    Function<SpiceReader, ? extends M> decoder();
}
