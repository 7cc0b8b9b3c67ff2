package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;

/**
 * A message and its body on the wire.
 *
 * @param payloadBytes how many bytes at the body's end are a payload without a length, so that any other number of them
 *     is legal too
 */
public record Golden<M extends Encodable>(M message, boolean isOpenEnded, int payloadBytes, Bytes body) {

    /** A message whose body has one legal length. */
    public static <M extends Encodable> Golden<M> of(M message, String hex) {
        return new Golden<>(message, false, 0, Hex.bytes(hex));
    }

    /** A message that ends with a payload, which reaches to the body's end. */
    public static <M extends Encodable> Golden<M> openEnded(M message, int payloadBytes, String hex) {
        return new Golden<>(message, true, payloadBytes, Hex.bytes(hex));
    }

    /** Checks all that holds for every message; {@code decode} refuses trailing bytes. */
    public void verify(Function<Bytes, ? extends Encodable> decode) {
        assertThat(SpiceWriter.encode(message)).isEqualTo(body);
        assertThat(decode.apply(body)).isEqualTo(message).hasSameHashCodeAs(message);
        for (int length = 0; length < body.length() - payloadBytes; length++) {
            Bytes truncated = body.slice(0, length);
            assertThatThrownBy(() -> decode.apply(truncated))
                    .as("%s cut to %d bytes", message, length)
                    .isInstanceOf(WireException.class);
        }
        if (!isOpenEnded) {
            Bytes trailed = SpiceWriter.encode(out -> out.bytes(body).u8(0));
            assertThatThrownBy(() -> decode.apply(trailed))
                    .as("%s with a trailing byte", message)
                    .isInstanceOf(WireException.class);
        }
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
