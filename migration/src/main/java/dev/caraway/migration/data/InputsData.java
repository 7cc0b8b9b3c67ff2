package dev.caraway.migration.data;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SpiceMigrateDataInputs, magic ICMD: how far the client's motions are acknowledged.
 *
 * @param motionCount motions that the client has sent and nobody has acknowledged, up to {@link Limits#UNACKED_MOTIONS}
 */
public record InputsData(int motionCount) implements ChannelData {

    static final String MAGIC = "ICMD";
    static final int FIXED_BYTES = HEADER_BYTES + 2;

    public InputsData {
        FieldRange.atMost("motion count", motionCount, Limits.UNACKED_MOTIONS);
    }

    static InputsData decode(LayoutReader in) {
        int motionCount = in.fields().u16("motion_count");
        if (motionCount > Limits.UNACKED_MOTIONS) {
            throw in.fields()
                    .violation("motion_count", "expected at most " + Limits.UNACKED_MOTIONS + ", got " + motionCount);
        }
        return new InputsData(motionCount);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        out.u16(motionCount);
    }
}
