package dev.caraway.migration.stream;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * A session of the source that comes along.
 *
 * @param connectionId the session's id, as its client's links at the target name it; not 0
 * @param ticketProof what shows that its client knew the ticket; at most {@link StreamLimits#TICKET_PROOF_BYTES}, none
 *     where there is no ticket
 * @param isSeamless whether its client was told that it goes on with what it has; else it starts from a clean state
 * @param offered the channels that the source has announced to it, main among them
 * @param linked those of them that it uses, main among them
 */
public record MovingSession(
        int connectionId, Bytes ticketProof, boolean isSeamless, List<ChannelId> offered, List<ChannelId> linked)
        implements Encodable {

    /** Without proof and channels. */
    static final int MIN_BYTES = 8;

    static final int MAX_BYTES =
            MIN_BYTES + StreamLimits.TICKET_PROOF_BYTES + 2 * StreamLimits.CHANNELS * FrameFields.CHANNEL_BYTES;

    static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    public MovingSession {
        offered = List.copyOf(offered);
        linked = List.copyOf(linked);
        FrameFields.requireSession(connectionId);
        FrameFields.requireAtMost("ticket proof", ticketProof, StreamLimits.TICKET_PROOF_BYTES);
        FrameFields.requireDistinct("offered", offered, StreamLimits.CHANNELS);
        FrameFields.requireDistinct("linked", linked, StreamLimits.CHANNELS);
        if (!linked.contains(MAIN) || !offered.containsAll(linked)) {
            throw new IllegalArgumentException("linked: expected main and others of " + offered + ", got " + linked);
        }
    }

    static MovingSession decode(SpiceReader in) {
        int connectionId = in.i32("connection_id");
        Bytes ticketProof = in.bytes("ticket_proof", in.u8("ticket_proof"));
        boolean isSeamless = in.bool8("seamless");
        List<ChannelId> offered = FrameFields.channels(in, "offered");
        List<ChannelId> linked = FrameFields.channels(in, "linked");
        return new MovingSession(connectionId, ticketProof, isSeamless, offered, linked);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(connectionId);
        out.u8(ticketProof.length());
        out.bytes(ticketProof);
        out.bool8(isSeamless);
        FrameFields.encode(out, offered);
        FrameFields.encode(out, linked);
    }

    /** Without the proof. */
    @Override
    public String toString() {
        return "MovingSession[" + connectionId + (isSeamless ? ", seamless" : "") + ", " + linked + " of " + offered
                + "]";
    }
}
