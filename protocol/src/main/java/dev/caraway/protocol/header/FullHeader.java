package dev.caraway.protocol.header;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * The header of 18 bytes that stands before each message when one end does not know the mini header.
 *
 * @param serial the message's number on its channel, from 1; unsigned
 * @param type the message's opcode, 0 to 65535
 * @param size the body's bytes as the peer names them, 0 to 2^32 - 1, not yet compared with a limit
 * @param subListOffset where in the body a {@link SubMessageList} begins; 0 for none
 */
public record FullHeader(long serial, int type, long size, long subListOffset) implements Encodable {

    public static final int BYTES = 18;

    public static FullHeader decode(SpiceReader in) {
        long serial = in.i64("serial");
        int type = in.u16("type");
        long size = in.u32("size");
        long subListOffset = in.u32("sub_list");
        return new FullHeader(serial, type, size, subListOffset);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(serial);
        out.u16(type);
        out.u32(size);
        out.u32(subListOffset);
    }
}
