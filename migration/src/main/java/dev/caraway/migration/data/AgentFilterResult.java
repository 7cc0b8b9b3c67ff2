package dev.caraway.migration.data;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** What the filter has decided about the agent message under way; the numbers of libspice-server. */
public enum AgentFilterResult {
    /** It passes. */
    OK(0),
    /** The rest of it is thrown away. */
    DISCARD(1),
    /** It broke the agent's protocol. */
    PROTO_ERROR(2),
    /** It is a monitors configuration, which the server reads itself. */
    MONITORS_CONFIG(3);

    private static final AgentFilterResult[] ALL = values();

    private final int number;

    AgentFilterResult(int number) {
        this.number = number;
    }

    static AgentFilterResult decode(SpiceReader in, String field) {
        int number = in.u8(field);
        if (number >= ALL.length) {
            throw in.violation(field, "expected less than " + ALL.length + ", got " + number);
        }
        return ALL[number];
    }

    void encode(SpiceWriter out) {
        out.u8(number);
    }
}
