package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_DISPLAY_QUALITY_INDICATOR: bytes that the protocol reserves and gives no meaning. */
public record QualityIndicator(Bytes data) implements DisplayServerMessage {

    public QualityIndicator {
        FieldRange.atMost("quality indicator bytes", data.length(), Limits.QUALITY_INDICATOR_BYTES);
    }

    static QualityIndicator decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.QUALITY_INDICATOR_BYTES);
        return new QualityIndicator(data);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.QUALITY_INDICATOR.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(data);
    }
}
