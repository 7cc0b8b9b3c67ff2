package dev.caraway.server;

import dev.caraway.server.event.MigrationStatus;
import java.util.Optional;

/**
 * How the last move, or the one under way, stands.
 *
 * @param incoming whether the guest comes here
 * @param error why it has failed, in one line
 * @param totalMillis since it began, until it ended
 * @param setupMillis until the other host had answered
 * @param downtimeMillis how long the guest stood still; while it is unknown, 0
 * @param transferredBytes of the migrate stream, as they travel: compressed, with its frames, without those of TLS
 * @param remainingBytes what is known to be left, as it lies in memory
 * @param totalBytes what a copy of everything takes, as it lies in memory; where the guest comes, what has arrived
 * @param bytesPerSecond of the stream, from the other host's answer until the end
 * @param passes rounds of copying that have begun
 * @param clientsMigrated whether {@code ClientsMigrated} was ever told
 */
public record MigrationInfo(
        MigrationStatus status,
        boolean incoming,
        Optional<String> error,
        long totalMillis,
        long setupMillis,
        long downtimeMillis,
        long transferredBytes,
        long remainingBytes,
        long totalBytes,
        long bytesPerSecond,
        long passes,
        boolean clientsMigrated) {

    /** No move was ever asked for. */
    public static final MigrationInfo NONE =
            new MigrationInfo(MigrationStatus.NONE, false, Optional.empty(), 0, 0, 0, 0, 0, 0, 0, 0, false);
}
