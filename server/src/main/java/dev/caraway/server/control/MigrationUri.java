package dev.caraway.server.control;

import dev.caraway.server.MigrationAddress;

/** Where a guest goes or comes from, as {@code migrate} and {@code -incoming} name it. */
public final class MigrationUri {

    private static final String TCP = "tcp:";
    private static final String DISCARD = "discard:";
    private static final int MAX_PORT = 65_535;

    private MigrationUri() {}

    /**
     * Reads {@code tcp:HOST:PORT}, where an IPv6 address has brackets, or {@code discard:}.
     *
     * @param refusal what to say of another kind
     * @throws IllegalArgumentException with one line, in QEMU's words where it has some
     */
    public static MigrationAddress parse(String uri, String refusal) {
        if (uri.startsWith(TCP)) {
            return tcp(uri.substring(TCP.length()));
        }
        if (uri.equals(DISCARD)) {
            return new MigrationAddress.Discard();
        }
        throw new IllegalArgumentException(refusal);
    }

    private static MigrationAddress.Tcp tcp(String address) {
        boolean hasBrackets = address.startsWith("[");
        int end = hasBrackets ? address.indexOf(']') : address.indexOf(':');
        int colon = hasBrackets ? end + 1 : end;
        if (end < 0 || colon + 1 >= address.length() || address.charAt(colon) != ':') {
            throw new IllegalArgumentException(
                    "error parsing " + (hasBrackets ? "IPv6 " : "") + "address '" + address + "'");
        }
        String host = address.substring(hasBrackets ? 1 : 0, end);
        String port = address.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new IllegalArgumentException(
                    "address resolution failed for " + host + ":" + port + ": Servname not supported for ai_socktype");
        }
        return new MigrationAddress.Tcp(host, Integer.parseInt(port));
    }
}
