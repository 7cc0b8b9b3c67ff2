package dev.caraway.server.transport;

import java.nio.file.Path;

/** Where to listen. */
public sealed interface ListenAddress {

    /** Which of a host's addresses count. */
    enum IpVersion {
        ANY,
        IPV4,
        IPV6
    }

    /**
     * An Internet address.
     *
     * @param host a name or an address without brackets; empty for all addresses of this machine
     * @param port 0 to 65535; 0 takes a free one
     */
    record Tcp(String host, int port, IpVersion version) implements ListenAddress {

        public Tcp {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** A unix-domain socket; its file is made, and deleted when listening ends. */
    record Unix(Path path) implements ListenAddress {

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
