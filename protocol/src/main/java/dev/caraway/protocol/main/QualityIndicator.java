package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSGC_MAIN_QUALITY_INDICATOR: reserved; no client sends it. */
public record QualityIndicator(Bytes data) implements MainClientMessage {

    public static QualityIndicator decode(SpiceReader in) {
        Bytes data = in.rest("data", Limits.QUALITY_INDICATOR_BYTES);
        return new QualityIndicator(data);
    }

    @Override
    public int opcode() {
        return MainClientOpcode.QUALITY_INDICATOR.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(data);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onQualityIndicator(this);
    }
}
