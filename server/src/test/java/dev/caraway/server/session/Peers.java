package dev.caraway.server.session;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.server.event.Endpoint;
import java.util.OptionalInt;

/** Peers at the end of a link that never was a socket. */
public final class Peers {

    private Peers() {}

    /** A client on loopback, in the clear, with these capabilities of the channel's kind. */
    public static LinkedPeer on(ChannelType type, Capability... capabilities) {
        return on(new ChannelId(type, 0), capabilities);
    }

    /** The same for any of several channels of a kind. */
    public static LinkedPeer on(ChannelId channel, Capability... capabilities) {
        Endpoint server = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(5930));
        Endpoint client = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(40_000));
        return new LinkedPeer(channel, 1, Capabilities.NONE, Capabilities.of(capabilities), false, server, client);
    }
}
