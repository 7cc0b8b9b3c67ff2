package dev.caraway.protocol.display;

import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/** SPICE_MSG_DISPLAY_INVAL_LIST: some images leave the client's pixmap cache, at most 65535 at once. */
public record InvalList(List<ResourceId> resources) implements DisplayServerMessage {

    public InvalList {
        FieldRange.u16("resources", resources.size());
        resources = List.copyOf(resources);
    }

    static InvalList decode(SpiceReader in) {
        int count = in.u16("count");
        List<ResourceId> resources = in.list("resources", count, ResourceId.BYTES, ResourceId::decode);
        return new InvalList(resources);
    }

    @Override
    public int opcode() {
        return DisplayServerOpcode.INVAL_LIST.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(resources.size());
        resources.forEach(resource -> resource.encode(out));
    }
}
