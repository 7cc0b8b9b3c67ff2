package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.wire.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * What the source has told of one client, all of it.
 *
 * @param session what its channels share
 * @param channels each channel's own
 */
record ArrivingState(Bytes session, Map<ChannelId, Bytes> channels) {

    Optional<Bytes> channel(ChannelId id) {
        return Optional.ofNullable(channels.get(id));
    }
}
