package dev.caraway.server.migration;

import dev.caraway.migration.MigrationMode;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.Collection;
import java.util.Optional;

/**
 * Where clients are told to go, and how each of them may.
 *
 * @param target as management names it
 * @param isSeamlessOn whether clients keep what they have
 */
record Announcement(DstInfo target, boolean isSeamlessOn) {

    MigrationMode modeFor(Session session) {
        Optional<SessionChannel> main = session.channel(DepartingClient.MAIN);
        boolean isReachable = main.isPresent() && main.get().peer().server().family() != Endpoint.Family.UNIX;
        if (!isReachable
                || addressFor(session).isEmpty()
                || session.channels().stream()
                        .anyMatch(channel -> !channel.handover().isLive())) {
            return MigrationMode.SWITCH_HOST;
        }
        boolean isAble = main.get().peer().capabilities().has(MainCapability.SEAMLESS_MIGRATE);
        boolean isSemiAble = main.get().peer().capabilities().has(MainCapability.SEMI_SEAMLESS_MIGRATE);
        if (isSeamlessOn && isAble) {
            return MigrationMode.SEAMLESS;
        }
        return isSemiAble ? MigrationMode.SEMI_SEAMLESS : MigrationMode.SWITCH_HOST;
    }

    /**
     * Where this client is told to go. One that speaks TLS alone is told no port for anything else, since clients try that
     * first; empty if it would have to go on in the clear.
     */
    Optional<DstInfo> addressFor(Session session) {
        Collection<SessionChannel> channels = session.channels();
        if (channels.stream().noneMatch(channel -> channel.peer().encrypted())) {
            return Optional.of(target);
        }
        if (target.securePort() == 0) {
            return Optional.empty();
        }
        boolean isAllEncrypted =
                channels.stream().allMatch(channel -> channel.peer().encrypted());
        return Optional.of(new DstInfo(
                isAllEncrypted ? 0 : target.port(), target.securePort(), target.host(), target.certSubject()));
    }
}
