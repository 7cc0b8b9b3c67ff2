package dev.caraway.server.transport;

import dev.caraway.server.event.Endpoint;
import io.netty.channel.ChannelHandler;

/** Makes the handler that links one accepted socket. */
@FunctionalInterface
interface LinkHandlers {

    /**
     * A handler for one socket.
     *
     * @param handoff what the handler calls once, when the link is done
     * @param encrypted whether the socket speaks TLS
     */
    ChannelHandler create(LinkedHandoff handoff, Endpoint server, Endpoint client, boolean encrypted);
}
