package dev.caraway.server.event;

import dev.caraway.protocol.ChannelId;

/**
 * One channel of a connected client, as management sees it.
 *
 * @param server our end of its socket
 * @param client the client's end
 * @param connectionId the session's id
 */
public record ClientChannel(Endpoint server, Endpoint client, int connectionId, ChannelId channel, boolean encrypted) {}
