package dev.caraway.server;

/** Where the migrate stream goes, or comes from. */
public sealed interface MigrationAddress {

    /** Another Caraway. */
    record Tcp(String host, int port) implements MigrationAddress {

        /** @throws IllegalArgumentException if the port is not 0 to 65535 */
        public Tcp {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
            }
        }
    }

    /** Nowhere: the guest stops here, and its clients move to a server of another kind. */
    record Discard() implements MigrationAddress {}
}
