package dev.caraway.server;

/** Where the migrate stream goes, or comes from. */
public sealed interface MigrationAddress {

    /** Another Caraway. */
    sealed interface Host extends MigrationAddress permits Tcp, Tls {

        String host();

        /** 0 to 65535; where one is listened on, 0 for any that is free. */
        int port();
    }

    /** In the clear: whoever reaches the port can bring a guest. */
    record Tcp(String host, int port) implements Host {

        /** @throws IllegalArgumentException if the port is not 0 to 65535 */
        public Tcp {
            requirePort(port);
        }
    }

    /**
     * With TLS, where each host proves itself with the server's certificate and trusts the CA in its files.
     *
     * @param certifiedName what the certificate of the host that is called must be made out to; where a guest is waited for,
     *     anything
     */
    record Tls(String host, int port, String certifiedName) implements Host {

        /** @throws IllegalArgumentException if the port is not 0 to 65535 */
        public Tls {
            requirePort(port);
        }

        /** A host whose certificate is made out to the name by which it is called. */
        public Tls(String host, int port) {
            this(host, port, host);
        }
    }

    /** Nowhere: the guest stops here, and its clients move to a server of another kind. */
    record Discard() implements MigrationAddress {}

    private static void requirePort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
        }
    }
}
