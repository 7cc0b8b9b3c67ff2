package dev.caraway.server.control;

import dev.caraway.server.SpiceServer;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What commands work on.
 *
 * @param server the machine's server, by its public face
 * @param version what we say we are
 * @param wallClock tells events and absolute expiry times the time of day
 * @param files runs what writes files; it may block there
 * @param moves what management has said about moves
 */
public record Machine(
        SpiceServer server, Version version, InstantSource wallClock, Executor files, MigrationSettings moves) {

    /** {@code package} says who made it and may hold anything printable. */
    public record Version(int major, int minor, int micro, String vendor) {

        @Override
        public String toString() {
            return major + "." + minor + "." + micro;
        }
    }
}
