package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;

/** What holds for a body with a byte that is not as it should be: another message, or none. */
public final class ChangedBytes {

    private static final byte[] VALUES = {0, 1, 2, 0x10, 0x7f, (byte) 0x80, (byte) 0xff};

    private ChangedBytes() {}

    /** Puts some values in place of each byte; {@code decode} throws nothing but {@link WireException}. */
    public static void verify(Golden<?> golden, Function<Bytes, ? extends Encodable> decode) {
        for (int at = 0; at < golden.body().length(); at++) {
            for (byte value : VALUES) {
                byte[] changed = golden.body().toArray();
                changed[at] = value;
                Encodable message;
                try {
                    message = decode.apply(Bytes.wrap(changed));
                } catch (WireException refused) {
                    continue;
                }
                assertThat(decode.apply(SpiceWriter.encode(message)))
                        .as("byte %d of %s is %d", at, golden, value)
                        .isEqualTo(message);
            }
        }
    }
}
