package dev.caraway.protocol.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.Text;

/** SPICE_MSG_MAIN_NAME: what the guest is called. */
public record Name(String name) implements MainServerMessage {

    public Name {
        int sizeBytes = new Text(name).sizeBytes();
        if (sizeBytes > Limits.TEXT_BYTES) {
            throw new IllegalArgumentException("name: expected up to " + Limits.TEXT_BYTES + ", got " + sizeBytes);
        }
    }

    public static Name decode(SpiceReader in) {
        int nameLength = in.u32AtMost("name_len", Limits.TEXT_BYTES);
        Text name = Text.decode(in, "name", nameLength);
        return new Name(name.value());
    }

    @Override
    public int opcode() {
        return MainServerOpcode.NAME.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        Text text = new Text(name);
        out.u32(text.sizeBytes());
        text.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onName(this);
    }
}
