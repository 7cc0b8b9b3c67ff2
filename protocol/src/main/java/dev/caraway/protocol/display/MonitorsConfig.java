package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * SPICE_MSG_DISPLAY_MONITORS_CONFIG: which areas of which surfaces are monitors.
 *
 * @param maxAllowed how many monitors the client may ask for, 0 if nobody knows
 * @param heads at most {@link Limits#HEADS}
 */
public record MonitorsConfig(int maxAllowed, List<Head> heads) implements DisplayServerMessage {

    public MonitorsConfig {
        FieldRange.u16("max allowed", maxAllowed);
        FieldRange.atMost("heads", heads.size(), Limits.HEADS);
        heads = List.copyOf(heads);
    }

    static MonitorsConfig decode(SpiceReader in) {
        int count = in.u16("count");
        int maxAllowed = in.u16("max_allowed");
        if (count > Limits.HEADS) {
            throw in.violation("count", "expected at most " + Limits.HEADS + ", got " + count);
        }
        List<Head> heads = in.list("heads", count, Head.BYTES, Head::decode);
        return new MonitorsConfig(maxAllowed, heads);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.MONITORS_CONFIG.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(heads.size());
        out.u16(maxAllowed);
        heads.forEach(head -> head.encode(out));
    }
}
