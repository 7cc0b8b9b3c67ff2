package dev.caraway.protocol.agent;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * VDAgentMessage: what stands before each agent message; the numbers are as the peer gave them, 0 to 2^32 - 1.
 *
 * @param protocol {@link #PROTOCOL}, or the peer is no agent
 * @param type a code of {@link AgentMessageType}, or one we do not know
 * @param size the bytes of the message that follows
 */
public record AgentMessageHeader(long protocol, long type, long opaque, long size) implements Encodable {

    public static final int BYTES = 20;
    public static final int PROTOCOL = 1;

    /** The header before this message. */
    public static AgentMessageHeader of(AgentMessageType type, int size) {
        return new AgentMessageHeader(PROTOCOL, type.number(), 0, size);
    }

    /** A message with its header before it, not yet cut into pieces. */
    public static Bytes frame(AgentMessage message) {
        Bytes body = SpiceWriter.encode(message);
        return SpiceWriter.encode(out -> {
            of(message.type(), body.length()).encode(out);
            out.bytes(body);
        });
    }

    public static AgentMessageHeader decode(SpiceReader in) {
        long protocol = in.u32("protocol");
        long type = in.u32("type");
        long opaque = in.i64("opaque");
        long size = in.u32("size");
        return new AgentMessageHeader(protocol, type, opaque, size);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(protocol);
        out.u32(type);
        out.i64(opaque);
        out.u32(size);
    }
}
