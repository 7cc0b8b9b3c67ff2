package dev.caraway.server.session;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.event.Endpoint;

/** Where links arrive: the server behind the sockets. Only on the loop. */
public interface Reception {

    /** Whether this channel may be used on such a socket: OK, NEED_SECURED or NEED_UNSECURED. */
    LinkError checkSecurity(ChannelId channel, boolean encrypted);

    /** Our capabilities on this channel; empty for one that does not exist. */
    Capabilities capabilities(ChannelId channel);

    /** After the ticket: OK, BAD_CONNECTION_ID or CHANNEL_NOT_AVAILABLE. */
    LinkError checkAvailable(ChannelId channel, int connectionId);

    /** Whether another host may yet say that the client of this session has the right ticket. */
    boolean mayBeVouchedFor(int connectionId);

    /** The ticket for a link of this session was right; {@code proof} is what it is known by. */
    void onTicketProved(int connectionId, Bytes proof);

    /** A socket was accepted; management is told before anyone has authenticated. */
    void onConnected(Endpoint server, Endpoint client);

    /** A socket that {@link #onConnected} was told of is gone, linked or not. */
    void onDisconnected(Endpoint server, Endpoint client);

    /** The peer proved itself and both checks said OK; what is returned gets the socket's events from now on. */
    ChannelClient admit(LinkedPeer peer, Outbox outbox);
}
