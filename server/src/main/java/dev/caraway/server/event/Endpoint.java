package dev.caraway.server.event;

import java.util.OptionalInt;

/**
 * One end of a socket, as management sees it.
 *
 * @param host the address without brackets, or the path of a unix socket
 * @param port empty on a unix socket
 */
public record Endpoint(Family family, String host, OptionalInt port) {

    /** Address families by the names that the control port uses in lower case. */
    public enum Family {
        IPV4,
        IPV6,
        UNIX
    }

    /** As log lines name it: {@code 127.0.0.1:5930}, {@code [::1]:5930} or the path. */
    @Override
    public String toString() {
        if (port.isEmpty()) {
            return host.isEmpty() ? "unix" : host;
        }
        return (family == Family.IPV6 ? "[" + host + "]" : host) + ":" + port.getAsInt();
    }
}
