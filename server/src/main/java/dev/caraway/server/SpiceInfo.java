package dev.caraway.server;

import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * What management sees of a server.
 *
 * @param plain where it listens without TLS
 * @param encrypted where it listens with TLS
 * @param ticketing whether clients need a password
 * @param clientMouse whether the mouse mode is client (positions); otherwise it is server (motion)
 * @param channels the channels of all clients
 */
public record SpiceInfo(
        Optional<Endpoint> plain,
        Optional<Endpoint> encrypted,
        boolean ticketing,
        boolean clientMouse,
        List<ClientChannel> channels) {

    public SpiceInfo {
        channels = List.copyOf(channels);
    }
}
