package dev.caraway.server.control;

import dev.caraway.server.MigrationAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What management has said about the moves of one server's guest, on whichever of its control sockets. Commands read and
 * write it on the control port's loop and on the server's.
 */
final class MigrationSettings {

    private final Set<MigrationCapability> on = EnumSet.noneOf(MigrationCapability.class);
    private final Map<String, Object> parameters = MigrationParameters.initial();
    private Optional<MigrationAddress.Tcp> listening = Optional.empty();

    synchronized void set(MigrationCapability capability, boolean isOn) {
        if (isOn) {
            on.add(capability);
        } else {
            on.remove(capability);
        }
    }

    synchronized boolean isOn(MigrationCapability capability) {
        return on.contains(capability);
    }

    /** What {@code query-migrate-capabilities} returns. */
    synchronized List<Map<String, Object>> capabilities() {
        return MigrationCapability.available().stream()
                .map(capability ->
                        Json.object("state", on.contains(capability), "capability", ReplyTypes.word(capability)))
                .toList();
    }

    /** Takes parameters that were checked. */
    synchronized void set(Map<String, Object> changed) {
        parameters.putAll(changed);
    }

    /** What {@code query-migrate-parameters} returns. */
    synchronized Map<String, Object> parameters() {
        Map<String, Object> copy = Json.object();
        copy.putAll(parameters);
        return copy;
    }

    /** The server waits for its guest there. */
    synchronized void listensOn(MigrationAddress.Tcp address) {
        listening = Optional.of(address);
    }

    synchronized Optional<MigrationAddress.Tcp> listening() {
        return listening;
    }
}
