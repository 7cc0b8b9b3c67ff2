package dev.caraway.server.migration;

import dev.caraway.migration.source.SourceTimer;
import java.util.concurrent.TimeUnit;

/**
 * How long a move waits for clients, in milliseconds.
 *
 * @param connectMillis for their links to the target, libspice-server's number
 * @param inputsMillis for the flush marks of inputs channels, while the guest still runs
 * @param drainMillis without any progress of a client that changes hosts
 * @param recallMillis for clients that are called back
 * @param longestMillis with all progress
 */
record MigrationTimes(long connectMillis, long inputsMillis, long drainMillis, long recallMillis, long longestMillis) {

    static final MigrationTimes DEFAULT = new MigrationTimes(10_000, 1_000, 20_000, 10_000, 120_000);

    long millis(SourceTimer timer) {
        return switch (timer) {
            case CONNECT -> connectMillis;
            case INPUTS -> inputsMillis;
            case DRAIN -> drainMillis;
            case RECALL -> recallMillis;
        };
    }

    long longestNanos() {
        return TimeUnit.MILLISECONDS.toNanos(longestMillis);
    }
}
