package dev.caraway.protocol.display;

import dev.caraway.protocol.base.ChannelWait;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/** SPICE_MSG_DISPLAY_INVAL_ALL_PIXMAPS: the client's pixmap cache is emptied once other channels have come so far. */
public record InvalAllPixmaps(List<ChannelWait> waits) implements DisplayServerMessage {

    private static final int WAIT_BYTES = 10;

    public InvalAllPixmaps {
        FieldRange.u8("waits", waits.size());
        waits = List.copyOf(waits);
    }

    static InvalAllPixmaps decode(SpiceReader in) {
        int count = in.u8("wait_count");
        List<ChannelWait> waits = in.list("wait_list", count, WAIT_BYTES, ChannelWait::decode);
        return new InvalAllPixmaps(waits);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.INVAL_ALL_PIXMAPS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(waits.size());
        waits.forEach(wait -> wait.encode(out));
    }
}
