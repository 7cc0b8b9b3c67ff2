package dev.caraway.server.control;

import dev.caraway.server.transport.SelfSigned;
import dev.caraway.server.transport.Tls;
import dev.caraway.server.transport.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * TLS of a control port, where clients prove themselves with a certificate too: the key and certificate of the server, and
 * the CA that issued the clients', by the keys that {@code --spice} has for the same.
 *
 * @param ciphers OpenSSL's or the JDK's names
 */
public record ControlTls(Source source, String ciphers) {

    static final String DIRECTORY = "x509-dir";
    static final String KEY = "x509-key-file";
    static final String CERTIFICATE = "x509-cert-file";
    static final String AUTHORITY = "x509-cacert-file";
    static final String TLS = "tls";
    static final String CIPHERS = "tls-ciphers";

    /** Every key of an option that speaks of TLS. */
    static final List<String> KEYS = List.of(DIRECTORY, KEY, CERTIFICATE, AUTHORITY, TLS, CIPHERS);

    private static final String DEFAULT_CIPHERS = "DEFAULT";

    /** Where the three files are. */
    public sealed interface Source {}

    /** Each by its name. */
    public record Files(Path key, Path certificate, Path authority) implements Source {}

    /** In one directory, made there with a certificate for clients if they are missing. */
    public record Made(Path directory) implements Source {}

    /**
     * What the keys of an option say; empty if none speaks of TLS.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    static Optional<ControlTls> of(Map<String, String> values) {
        if (KEYS.stream().noneMatch(values::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(new ControlTls(source(values), values.getOrDefault(CIPHERS, DEFAULT_CIPHERS)));
    }

    /**
     * Reads the files, or makes them.
     *
     * @param handshakes where signatures are computed
     * @throws IOException with one line that names the file and what is wrong with it
     * @throws IllegalArgumentException with one line if the ciphers cannot be had
     */
    Tls load(Executor handshakes) throws IOException {
        return Tls.mutual(material(), ciphers, handshakes);
    }

    private TlsMaterial material() throws IOException {
        if (source instanceof Files files) {
            return TlsMaterial.fromFiles(files.key(), files.certificate(), files.authority());
        }
        return SelfSigned.withClient(((Made) source).directory(), Instant.now());
    }

    private static Source source(Map<String, String> values) {
        Optional<Path> directory = path(values, DIRECTORY);
        Optional<Path> key = path(values, KEY);
        Optional<Path> certificate = path(values, CERTIFICATE);
        Optional<Path> authority = path(values, AUTHORITY);
        String made = values.get(TLS);
        if (made != null) {
            if (!made.equals("auto")) {
                throw new IllegalArgumentException("qmp: 'tls=" + made + "': expected tls=auto");
            }
            if (directory.isEmpty() || key.isPresent() || certificate.isPresent() || authority.isPresent()) {
                throw new IllegalArgumentException(
                        "qmp: 'tls=auto': expected x509-dir=PATH alone with it, where the certificates are made");
            }
            return new Made(directory.get());
        }
        // As for --spice, a file by its own name comes before that of the directory.
        return new Files(
                required(key, directory, TlsMaterial.SERVER_KEY_FILE),
                required(certificate, directory, TlsMaterial.SERVER_CERTIFICATE_FILE),
                required(authority, directory, TlsMaterial.CA_CERTIFICATE_FILE));
    }

    private static Path required(Optional<Path> file, Optional<Path> directory, String name) {
        return file.or(() -> directory.map(path -> path.resolve(name)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "qmp: expected x509-dir=PATH (with tls=auto to have certificates made there), or x509-key-file=PATH,"
                                + " x509-cert-file=PATH and x509-cacert-file=PATH"));
    }

    private static Optional<Path> path(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value != null && (value.isEmpty() || value.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("qmp: '" + key + "': expected a path");
        }
        return Optional.ofNullable(value).map(Path::of);
    }
}
