package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.SessionChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client has said too early: input while its guest is on its way, and what comes behind a blob of which the source
 * has not spoken yet. In the order in which it came, and not more than so many bytes. On the loop only.
 */
final class KeptInput {

    /** What a client may type while the guest is on its way. */
    private static final int BYTES = 64 << 10;

    private final List<Kept> forGuest = new ArrayList<>();
    private final List<Kept> behindBlobs = new ArrayList<>();
    private long bytes;

    /** A message and the channel on which it came. */
    record Kept(SessionChannel channel, ClientBytes message) {

        private long bytes() {
            return message.body().length() + 2L * Integer.BYTES;
        }

        void deliver() {
            channel.deliverLate(message.opcode(), message.body());
        }
    }

    /** @throws ProtocolException if it is too much */
    void keepForGuest(SessionChannel channel, ClientBytes message) {
        keep(forGuest, new Kept(channel, message));
    }

    /** @throws ProtocolException if it is too much */
    void keepBehindBlob(SessionChannel channel, ClientBytes message) {
        keep(behindBlobs, new Kept(channel, message));
    }

    private void keep(List<Kept> where, Kept kept) {
        bytes += kept.bytes();
        if (bytes > BYTES) {
            throw ProtocolException.session("input: expected at most " + BYTES + " bytes before the guest is here");
        }
        where.add(kept);
    }

    /** What waits for the guest; it does not any more. */
    List<Kept> takeForGuest() {
        return take(forGuest, List.copyOf(forGuest));
    }

    /** What waits behind this channel's blob; it does not any more. */
    List<Kept> takeBehindBlob(ChannelId channel) {
        return take(
                behindBlobs,
                behindBlobs.stream()
                        .filter(kept -> kept.channel().peer().channel().equals(channel))
                        .toList());
    }

    private List<Kept> take(List<Kept> from, List<Kept> due) {
        from.removeAll(due);
        due.forEach(kept -> bytes -= kept.bytes());
        return due;
    }
}
