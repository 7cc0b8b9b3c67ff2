package dev.caraway.protocol.link;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** How a client authenticates; the numbers are those of the common capabilities. */
public enum AuthMechanism implements Encodable {
    SPICE(1),
    SASL(2);

    public static final int BYTES = 4;

    private final int code;

    AuthMechanism(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    public static AuthMechanism decode(SpiceReader in) {
        long code = in.u32("auth_mechanism");
        for (AuthMechanism mechanism : values()) {
            if (mechanism.code == code) {
                return mechanism;
            }
        }
        throw in.violation("auth_mechanism", "expected 1 or 2, got " + code);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(code);
    }
}
