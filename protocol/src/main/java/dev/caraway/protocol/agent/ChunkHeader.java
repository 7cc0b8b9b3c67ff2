package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * VDIChunkHeader: what stands before each piece on the agent's device; the numbers are as the agent gave them.
 *
 * @param port {@link #CLIENT_PORT} or {@link #SERVER_PORT}: for whom the piece is
 * @param size the bytes of the piece, 0 to 2^32 - 1, not yet compared with a limit
 */
public record ChunkHeader(long port, long size) implements Encodable {

    public static final int BYTES = 8;
    public static final int CLIENT_PORT = 1;
    public static final int SERVER_PORT = 2;

    public static ChunkHeader decode(SpiceReader in) {
        long port = in.u32("port");
        long size = in.u32("size");
        return new ChunkHeader(port, size);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(port);
        out.u32(size);
    }
}
