package dev.caraway.server;

import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ImageCount;
import java.util.List;
import java.util.Map;

/**
 * What a server has counted so far; counters that were not measured yet are missing.
 *
 * @param counters those of the server
 * @param clients every connected client, the oldest first
 */
public record ServerStats(Map<Counter, Long> counters, List<Client> clients) {

    public ServerStats {
        counters = Map.copyOf(counters);
        clients = List.copyOf(clients);
    }

    /**
     * One client.
     *
     * @param connectionId the session's id, as in {@link ClientChannel}
     * @param counters those of the client as a whole
     */
    public record Client(int connectionId, Map<Counter, Long> counters, List<Channel> channels) {

        public Client {
            counters = Map.copyOf(counters);
            channels = List.copyOf(channels);
        }
    }

    /**
     * One channel of a client.
     *
     * @param counters those of the channel
     * @param images what was drawn with, by type; empty but on a display channel
     */
    public record Channel(ClientChannel channel, Map<Counter, Long> counters, List<ImageCount> images) {

        public Channel {
            counters = Map.copyOf(counters);
            images = List.copyOf(images);
        }
    }
}
