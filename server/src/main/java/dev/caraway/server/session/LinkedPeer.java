package dev.caraway.server.session;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.server.event.Endpoint;

/**
 * Who is at the other end of a finished link.
 *
 * @param channel the channel that the socket is for
 * @param connectionId what the client named: 0 on the main channel of a new session, else the session's id
 * @param common the client's common capabilities
 * @param capabilities its capabilities of this channel's kind
 * @param encrypted whether the socket speaks TLS
 * @param server our end
 * @param client the client's end
 */
public record LinkedPeer(
        ChannelId channel,
        int connectionId,
        Capabilities common,
        Capabilities capabilities,
        boolean encrypted,
        Endpoint server,
        Endpoint client) {}
