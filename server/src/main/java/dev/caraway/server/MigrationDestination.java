package dev.caraway.server;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where clients find the server that the guest moves to.
 *
 * @param host a name or an address as clients see it, or whatever their proxy understands; 1 to 255 bytes
 * @param port where it listens in the clear; 1 to 65535
 * @param tlsPort where it listens with TLS; 1 to 65535
 * @param certificateSubject what its certificate says; without it clients compare the host
 */
public record MigrationDestination(
        String host, OptionalInt port, OptionalInt tlsPort, Optional<String> certificateSubject) {

    /** @throws IllegalArgumentException if there is no port, or something is out of range */
    public MigrationDestination {
        if (port.isEmpty() && tlsPort.isEmpty()) {
            throw new IllegalArgumentException("migration destination: expected a port");
        }
        port.ifPresent(value -> requirePort("port", value));
        tlsPort.ifPresent(value -> requirePort("tls port", value));
        requireText("host", host);
        certificateSubject.ifPresent(subject -> requireText("certificate subject", subject));
    }

    /** What it means is up to clients and their proxies; but it is text. */
    private static void requireText(String name, String text) {
        if (text.isEmpty() || text.length() > 255) {
            throw new IllegalArgumentException(name + ": expected 1 to 255 characters, got " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + ": expected printable characters");
        }
    }

    private static void requirePort(String name, int value) {
        if (value < 1 || value > 65535) {
            throw new IllegalArgumentException(name + " " + value + ": expected 1 to 65535");
        }
    }
}
