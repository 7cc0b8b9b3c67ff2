package dev.caraway.protocol.link;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * What each end says before its link message or reply.
 *
 * @param majorVersion unsigned; {@link #MAJOR_VERSION} or there is no link
 * @param minorVersion unsigned, and of no consequence
 * @param size the bytes that follow as the peer names them, 0 to 2^32 - 1, not yet compared with a limit
 */
public record LinkHeader(int majorVersion, int minorVersion, long size) implements Encodable {

    public static final int BYTES = 16;
    public static final int MAJOR_VERSION = 2;
    public static final int MINOR_VERSION = 2;

    /** {@code REDQ}, the first four bytes. */
    public static final int MAGIC = 0x51444552;

    public static final int MAGIC_BYTES = 4;

    /** The header for a message of this many bytes. */
    public static LinkHeader ofSize(int size) {
        return new LinkHeader(MAJOR_VERSION, MINOR_VERSION, size);
    }

    /** A link message or reply with its header before it. */
    public static Bytes frame(Encodable message) {
        Bytes body = SpiceWriter.encode(message);
        return SpiceWriter.encode(out -> {
            ofSize(body.length()).encode(out);
            out.bytes(body);
        });
    }

    public static LinkHeader decode(SpiceReader in) {
        int magic = in.i32("magic");
        if (magic != MAGIC) {
            throw in.violation("magic", "expected REDQ, got 0x" + Integer.toHexString(magic));
        }
        int majorVersion = in.i32("major_version");
        int minorVersion = in.i32("minor_version");
        long size = in.u32("size");
        return new LinkHeader(majorVersion, minorVersion, size);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(MAGIC);
        out.i32(majorVersion);
        out.i32(minorVersion);
        out.u32(size);
    }
}
