package dev.caraway.server.launcher;

import dev.caraway.server.IpVersion;
import dev.caraway.server.SpiceServerBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Where {@code --spice} listens. */
sealed interface ListenOption {

    /** The port of a server about which nothing was said. */
    int DEFAULT_PORT = 5930;

    /** A TCP address, on one port or two. */
    record Tcp(String host, OptionalInt port, OptionalInt tlsPort, IpVersion version) implements ListenOption {

        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|(0:){7}1", Pattern.CASE_INSENSITIVE);

        @Override
        public boolean isLocal() {
            return LOOPBACK.matcher(host).matches();
        }

        @Override
        public boolean hasPlain() {
            return port.isPresent();
        }

        @Override
        public boolean hasTls() {
            return tlsPort.isPresent();
        }

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            port.ifPresent(number -> builder.listen(host, number, version));
            tlsPort.ifPresent(number -> builder.listenTls(host, number, version));
        }
    }

    /** A unix socket, which the file system's permissions guard. */
    record Unix(Path path) implements ListenOption {

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public boolean hasPlain() {
            return true;
        }

        @Override
        public boolean hasTls() {
            return false;
        }

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            builder.listen(path);
        }
    }

    /** Whether nobody on another machine can connect. */
    boolean isLocal();

    boolean hasPlain();

    boolean hasTls();

    void applyTo(SpiceServerBuilder builder);

    static ListenOption of(SpiceValues values) throws LaunchException {
        return values.isOn(SpiceKey.UNIX).orElse(false) ? unix(values) : tcp(values);
    }

    private static Unix unix(SpiceValues values) throws LaunchException {
        for (SpiceKey key : new SpiceKey[] {SpiceKey.PORT, SpiceKey.TLS_PORT, SpiceKey.IPV4, SpiceKey.IPV6}) {
            if (values.has(key)) {
                throw SpiceValues.wrong(key, "expected none with unix=on, where addr is the path");
            }
        }
        String path = values.path(SpiceKey.ADDR)
                .orElseThrow(() -> SpiceValues.wrong(SpiceKey.UNIX, "expected addr=PATH with unix=on"));
        return new Unix(Path.of(path).toAbsolutePath());
    }

    private static Tcp tcp(SpiceValues values) throws LaunchException {
        IpVersion version = version(values);
        OptionalInt port = values.number(SpiceKey.PORT, 0, 65535);
        OptionalInt tlsPort = values.number(SpiceKey.TLS_PORT, 0, 65535);
        if (port.isEmpty() && tlsPort.isEmpty()) {
            port = OptionalInt.of(DEFAULT_PORT);
        }
        if (port.isPresent() && port.equals(tlsPort) && port.getAsInt() != 0) {
            throw SpiceValues.wrong(SpiceKey.TLS_PORT, "expected another than port, got " + tlsPort.getAsInt());
        }
        Optional<String> addr = values.text(SpiceKey.ADDR).map(ListenOption::withoutBrackets);
        if (addr.isPresent() && addr.get().indexOf('/') >= 0) {
            throw SpiceValues.wrong(SpiceKey.ADDR, "expected a host, or unix=on with a path, got '" + addr.get() + "'");
        }
        String loopback = version == IpVersion.IPV6 ? "::1" : "127.0.0.1";
        return new Tcp(addr.orElse(loopback), port, tlsPort, version);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static IpVersion version(SpiceValues values) throws LaunchException {
        Optional<Boolean> ipv4 = values.isOn(SpiceKey.IPV4);
        Optional<Boolean> ipv6 = values.isOn(SpiceKey.IPV6);
        boolean isOnly4 = ipv4.orElse(false) || ipv6.equals(Optional.of(false));
        boolean isOnly6 = ipv6.orElse(false) || ipv4.equals(Optional.of(false));
        if (ipv4.equals(Optional.of(false)) && ipv6.equals(Optional.of(false))) {
            throw SpiceValues.wrong(SpiceKey.IPV6, "expected ipv4 or ipv6, got ipv4=off,ipv6=off");
        }
        return isOnly4 == isOnly6 ? IpVersion.ANY : isOnly4 ? IpVersion.IPV4 : IpVersion.IPV6;
    }
}
