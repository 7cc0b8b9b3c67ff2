package dev.caraway.protocol.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_MAIN_MULTI_MEDIA_TIME: the clock of sound and video in milliseconds. */
public record MultiMediaTime(long time) implements MainServerMessage {

    public static MultiMediaTime decode(SpiceReader in) {
        long time = in.u32("time");
        return new MultiMediaTime(time);
    }

    @Override
    public int opcode() {
        return MainServerOpcode.MULTI_MEDIA_TIME.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(time);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onMultiMediaTime(this);
    }
}
