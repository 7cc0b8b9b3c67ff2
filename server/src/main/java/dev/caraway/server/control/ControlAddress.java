package dev.caraway.server.control;

import dev.caraway.server.transport.ListenAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a control port listens, as {@code -qmp} names it. */
public sealed interface ControlAddress {

    /** A unix socket at this path. */
    record Unix(String path) implements ControlAddress {

        /** What a socket address holds, without its closing zero. */
        public static final int MAX_PATH_CHARACTERS = 107;

        public Unix {
            if (path.isEmpty() || path.length() > MAX_PATH_CHARACTERS || path.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "qmp: expected a path of 1 to " + MAX_PATH_CHARACTERS + " characters after 'unix:'");
            }
        }
    }

    /** A TCP port; 0 takes a free one. Without TLS it is on a loopback address. */
    record Tcp(String host, int port, Optional<ControlTls> tls) implements ControlAddress {

        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

        public Tcp {
            // Without TLS nobody is asked who he is, so that nobody else's machine may come near.
            if (tls.isEmpty() && !LOOPBACK.contains(host)) {
                throw new IllegalArgumentException("qmp: host '" + host
                        + "': expected 127.0.0.1, ::1 or localhost, or x509-dir=PATH for clients with certificates");
            }
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("qmp: port " + port + ": expected 0 to 65535");
            }
        }

        /** In the clear. */
        public Tcp(String host, int port) {
            this(host, port, Optional.empty());
        }
    }

    /** Whether clients must show a certificate. */
    default boolean isEncrypted() {
        return this instanceof Tcp tcp && tcp.tls().isPresent();
    }

    /** The same for transport. */
    default ListenAddress listenAddress() {
        if (this instanceof Tcp tcp) {
            return new ListenAddress.Tcp(tcp.host(), tcp.port(), ListenAddress.IpVersion.ANY);
        }
        return new ListenAddress.Unix(Path.of(((Unix) this).path()));
    }

    /**
     * Reads {@code unix:PATH,server=on,wait=off} or {@code tcp:HOST:PORT,server=on,wait=off}, which {@code x509-dir=PATH}
     * or another key of {@link ControlTls} may follow.
     *
     * @throws IllegalArgumentException with one line that says what is wrong and what would be right
     */
    static ControlAddress parse(String option) {
        List<String> parts = split(option);
        Map<String, String> values = new LinkedHashMap<>();
        checkFlags(parts.subList(1, parts.size()), values);
        Optional<ControlTls> tls = ControlTls.of(values);
        String address = parts.get(0);
        if (address.startsWith("unix:")) {
            if (tls.isPresent()) {
                throw new IllegalArgumentException(
                        "qmp: '" + values.keySet().iterator().next() + "': expected tcp:HOST:PORT with it");
            }
            return new Unix(address.substring("unix:".length()));
        }
        if (address.startsWith("tcp:")) {
            return tcp(address.substring("tcp:".length()), tls);
        }
        throw new IllegalArgumentException("qmp: '" + address + "': expected unix:PATH or tcp:HOST:PORT");
    }

    private static Tcp tcp(String hostAndPort, Optional<ControlTls> tls) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("qmp: 'tcp:" + hostAndPort + "': expected tcp:HOST:PORT");
        }
        String host = hostAndPort.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String port = hostAndPort.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("qmp: port '" + port + "': expected 0 to 65535");
        }
        // QEMU takes a missing host for any address; here that can only be our own.
        return new Tcp(host.isEmpty() ? "127.0.0.1" : host, Integer.parseInt(port), tls);
    }

    /**
     * QEMU's defaults are a client that connects, and a server that waits for the first one: neither is offered.
     *
     * @param tls is given what speaks of TLS, by its key
     */
    private static void checkFlags(List<String> flags, Map<String, String> tls) {
        boolean server = false;
        boolean noWait = false;
        for (String flag : flags) {
            switch (flag) {
                case "server", "server=on" -> server = true;
                case "nowait", "wait=off" -> noWait = true;
                case "server=off" -> throw new IllegalArgumentException("qmp: 'server=off': expected server=on");
                case "wait=on", "wait" -> throw new IllegalArgumentException("qmp: '" + flag + "': expected wait=off");
                default -> readTls(flag, tls);
            }
        }
        if (!server || !noWait) {
            throw new IllegalArgumentException(
                    "qmp: expected ',server=on,wait=off' after the address" + (server ? ", got no wait=off" : ""));
        }
    }

    private static void readTls(String flag, Map<String, String> tls) {
        int equals = flag.indexOf('=');
        String key = equals < 0 ? flag : flag.substring(0, equals);
        if (equals < 0 || !ControlTls.KEYS.contains(key)) {
            throw new IllegalArgumentException("qmp: '" + flag
                    + "': expected server=on or wait=off, or for TLS x509-dir=PATH, x509-key-file=PATH,"
                    + " x509-cert-file=PATH, x509-cacert-file=PATH, tls=auto or tls-ciphers=NAMES");
        }
        tls.put(key, flag.substring(equals + 1));
    }

    /** Splits at commas; two in a row are one in the text, as in all of QEMU's options. */
    private static List<String> split(String option) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < option.length(); i++) {
            if (option.charAt(i) != ',') {
                part.append(option.charAt(i));
            } else if (i + 1 < option.length() && option.charAt(i + 1) == ',') {
                part.append(',');
                i++;
            } else {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
