package dev.caraway.server.session;

import dev.caraway.protocol.wire.Bytes;

/**
 * Whoever takes a client that comes from another host, while nobody vouches for it: its channels say nothing, and what they
 * are told goes here first. On the loop only.
 */
public interface SessionArrival {

    /** A channel of the client is linked. */
    void onLinked(SessionChannel channel);

    /**
     * The largest body of MIGRATE_DATA that this channel may have now.
     *
     * @throws dev.caraway.server.channel.ProtocolException if it awaits none
     */
    int migrateDataLimit(SessionChannel channel);

    /**
     * A message has come on one of its channels.
     *
     * @return whether the channel gets it
     * @throws dev.caraway.server.channel.ProtocolException if it may not come now
     */
    boolean takes(SessionChannel channel, int opcode, Bytes body);

    /** A channel of the client is gone. */
    void onClosed(SessionChannel channel);
}
