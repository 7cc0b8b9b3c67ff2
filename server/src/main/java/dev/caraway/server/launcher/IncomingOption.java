package dev.caraway.server.launcher;

import dev.caraway.server.MigrationAddress;
import dev.caraway.server.control.MigrationUri;
import java.util.Optional;

/**
 * That the guest comes from another host, by {@code --incoming}.
 *
 * @param address where to wait for it; empty if the control port will say so
 */
record IncomingOption(Optional<MigrationAddress.Tcp> address) {

    private static final String DEFER = "defer";

    static IncomingOption parse(String text) throws LaunchException {
        if (text.equals(DEFER)) {
            return new IncomingOption(Optional.empty());
        }
        String expected = "expected tcp:HOST:PORT or defer";
        try {
            if (MigrationUri.parse(text, "'" + text + "'") instanceof MigrationAddress.Tcp tcp) {
                return new IncomingOption(Optional.of(tcp));
            }
        } catch (IllegalArgumentException e) {
            throw LaunchException.usage("--incoming: " + e.getMessage() + ": " + expected);
        }
        throw LaunchException.usage("--incoming: '" + text + "': " + expected);
    }

    /** An address as people read it. */
    static String text(MigrationAddress.Tcp address) {
        String host = address.host().isEmpty() ? "*" : address.host();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.port();
    }
}
