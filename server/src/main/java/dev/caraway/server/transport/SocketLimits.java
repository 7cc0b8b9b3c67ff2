package dev.caraway.server.transport;

/**
 * What a peer may cost.
 *
 * @param maxUnauthenticated how many sockets may be accepted and not yet linked at a time
 * @param maxUnauthenticatedPerSource how many of them may come from one IP address; unix sockets have none
 * @param graceMillis how long a socket may take from its acceptance to the end of its link, TLS included
 * @param stallMillis how long a socket may take none of the bytes that wait for it
 */
public record SocketLimits(
        int maxUnauthenticated, int maxUnauthenticatedPerSource, long graceMillis, long stallMillis) {

    public static final SocketLimits DEFAULT = new SocketLimits(64, 32, 10_000, 90_000);

    public SocketLimits {
        if (maxUnauthenticated < 1 || maxUnauthenticatedPerSource < 1 || graceMillis < 1 || stallMillis < 1) {
            throw new IllegalArgumentException("socket limits " + maxUnauthenticated + ", "
                    + maxUnauthenticatedPerSource + ", " + graceMillis + ", " + stallMillis
                    + ": expected at least 1");
        }
    }
}
