package dev.caraway.server.launcher;

import dev.caraway.server.event.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How viewers reach a server, seen from the machine it runs on.
 *
 * @param plain where it listens in the clear
 * @param encrypted where it listens with TLS
 */
record Viewers(Optional<Endpoint> plain, Optional<Endpoint> encrypted) {

    private static final Pattern SAFE_IN_SHELL = Pattern.compile("[A-Za-z0-9_./:@%+,=\\[\\]-]+");

    /** A unix socket's path, if that is where it listens. */
    Optional<String> unixPath() {
        return plain.filter(endpoint -> endpoint.family() == Endpoint.Family.UNIX)
                .map(Endpoint::host);
    }

    /** An address without brackets to connect to; for a server that listens everywhere, loopback. */
    String host() {
        Endpoint endpoint =
                plain.or(() -> encrypted).orElseThrow(() -> new IllegalStateException("viewers: expected an address"));
        return switch (endpoint.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "0:0:0:0:0:0:0:0" -> "::1";
            case "0:0:0:0:0:0:0:1" -> "::1";
            default -> endpoint.host();
        };
    }

    /**
     * The same for TLS. spice-gtk names the server with brackets in its greeting when the address is an IPv6 one, and
     * Java's TLS takes no such name, so there a name has to do.
     */
    String tlsHost() {
        return host().equals("::1") ? "localhost" : host();
    }

    /** The lines to paste into a shell, one for each way that reaches every channel. */
    List<String> commands(SpiceOption spice) {
        if (unixPath().isPresent()) {
            return List.of(
                    "remote-viewer " + quoted("spice+unix://" + unixPath().get()));
        }
        List<String> commands = new ArrayList<>();
        if (plain.isPresent() && !spice.channels().needsTls()) {
            commands.add("remote-viewer " + quoted("spice://" + inUri(host()) + ":" + port(plain.get())));
        }
        if (encrypted.isPresent()) {
            String tls = "tls-port=" + port(encrypted.get());
            String query = plain.isPresent()
                            && (spice.channels().needsTls() || spice.channels().needsPlain())
                    ? "port=" + port(plain.get()) + "&" + tls
                    : tls;
            String authority = spice.tls()
                    .authority()
                    .map(Path::toAbsolutePath)
                    .map(path -> "--spice-ca-file=" + quoted(path.toString()) + " ")
                    .orElse("");
            commands.add("remote-viewer " + authority + "\"spice://" + inUri(tlsHost()) + "?" + query + "\"");
        }
        return commands;
    }

    /** A word as a shell reads it back. */
    static String quoted(String word) {
        return SAFE_IN_SHELL.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String inUri(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static int port(Endpoint endpoint) {
        return endpoint.port()
                .orElseThrow(() -> new IllegalStateException("endpoint " + endpoint + ": expected a port"));
    }
}
