package dev.caraway.protocol.header;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * A message inside another one.
 *
 * @param type its opcode on the channel, 0 to 65535
 * @param body its body; pointers in it count from its own first byte
 */
public record SubMessage(int type, Bytes body) implements Encodable {

    /** What its own header takes. */
    static final int HEADER_BYTES = 6;

    public static SubMessage decode(SpiceReader in) {
        int type = in.u16("type");
        int size = in.u32AtMost("size", in.remaining() - Integer.BYTES);
        Bytes body = in.bytes("body", size);
        return new SubMessage(type, body);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(type);
        out.u32(body.length());
        out.bytes(body);
    }
}
