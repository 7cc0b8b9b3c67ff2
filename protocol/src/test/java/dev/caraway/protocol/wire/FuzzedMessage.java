package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;

/** What holds for a message of any bytes: it is refused, or it can be written and read again. */
public final class FuzzedMessage {

    private FuzzedMessage() {}

    /**
     * Decodes the message in {@code input}: a byte for its opcode, then its body.
     *
     * @param decode throws nothing but {@link WireException}
     */
    public static void verify(byte[] input, BiFunction<Integer, Bytes, ? extends Encodable> decode) {
        if (input.length == 0) {
            return;
        }
        int opcode = input[0] & 0xff;
        Encodable message;
        try {
            message = decode.apply(opcode, Bytes.wrap(input, 1, input.length - 1));
        } catch (WireException refused) {
            return;
        }
        assertThat(decode.apply(opcode, SpiceWriter.encode(message))).isEqualTo(message);
    }
}
