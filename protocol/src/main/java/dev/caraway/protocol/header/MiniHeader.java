package dev.caraway.protocol.header;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * The header of 6 bytes that stands before each message when both ends know it.
 *
 * @param type the message's opcode, 0 to 65535
 * @param size the body's bytes as the peer names them, 0 to 2^32 - 1, not yet compared with a limit
 */
public record MiniHeader(int type, long size) implements Encodable {

    public static final int BYTES = 6;

    public static MiniHeader decode(SpiceReader in) {
        int type = in.u16("type");
        long size = in.u32("size");
        return new MiniHeader(type, size);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(type);
        out.u32(size);
    }
}
