package dev.caraway.server.launcher;

import dev.caraway.server.SpiceServerBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** Where {@code --spice} takes its certificates from. */
sealed interface TlsOption {

    /** QEMU's names in an x509-dir. */
    String KEY_FILE = "server-key.pem";

    String CERTIFICATE_FILE = "server-cert.pem";
    String CA_FILE = "ca-cert.pem";

    /** No TLS. */
    record None() implements TlsOption {

        @Override
        public Optional<Path> authority() {
            return Optional.empty();
        }

        @Override
        public void applyTo(SpiceServerBuilder builder) {}
    }

    /** All files in one directory; {@code isMade} if they are made there when they are missing. */
    record Directory(Path path, boolean isMade) implements TlsOption {

        @Override
        public Optional<Path> authority() {
            return Optional.of(path.resolve(CA_FILE));
        }

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            if (isMade) {
                builder.selfSigned(path);
            } else {
                builder.x509Directory(path);
            }
        }
    }

    /** Each file by its name. */
    record Files(Path key, Path certificate, Optional<Path> authority) implements TlsOption {

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            builder.x509Files(key, certificate, authority.orElse(null));
        }
    }

    /** The file with the CA that clients must know. */
    Optional<Path> authority();

    void applyTo(SpiceServerBuilder builder);

    /** What the values say; {@code isNeeded} tells whether there is a tls-port. */
    static TlsOption of(SpiceValues values, boolean isNeeded) throws LaunchException {
        Optional<Path> directory = values.path(SpiceKey.X509_DIR).map(Path::of);
        Optional<Path> key = values.path(SpiceKey.X509_KEY_FILE).map(Path::of);
        Optional<Path> certificate = values.path(SpiceKey.X509_CERT_FILE).map(Path::of);
        Optional<Path> authority = values.path(SpiceKey.X509_CACERT_FILE).map(Path::of);
        boolean isMade = values.has(SpiceKey.TLS);
        if (!isNeeded) {
            if (isMade) {
                throw SpiceValues.wrong(SpiceKey.TLS, "expected tls-port=N with tls=auto");
            }
            if (values.has(SpiceKey.TLS_CIPHERS)) {
                throw SpiceValues.wrong(SpiceKey.TLS_CIPHERS, "expected tls-port=N with tls-ciphers");
            }
            return new None();
        }
        boolean isByFile = key.isPresent() || certificate.isPresent() || authority.isPresent();
        if (isMade) {
            if (directory.isEmpty() || isByFile) {
                throw SpiceValues.wrong(
                        SpiceKey.TLS, "expected x509-dir=PATH alone with tls=auto, where the certificates are made");
            }
            return new Directory(directory.get(), true);
        }
        if (directory.isPresent() && !isByFile) {
            return new Directory(directory.get(), false);
        }
        // As in QEMU, a file by its own name comes before that of the directory.
        Optional<Path> anyKey = key.or(() -> directory.map(path -> path.resolve(KEY_FILE)));
        Optional<Path> anyCertificate = certificate.or(() -> directory.map(path -> path.resolve(CERTIFICATE_FILE)));
        Optional<Path> anyAuthority = authority.or(() -> directory.map(path -> path.resolve(CA_FILE)));
        if (anyKey.isEmpty() || anyCertificate.isEmpty()) {
            throw SpiceValues.wrong(
                    SpiceKey.TLS_PORT,
                    "expected x509-dir=PATH (with tls=auto to have certificates made there),"
                            + " or x509-key-file=PATH and x509-cert-file=PATH");
        }
        return new Files(anyKey.get(), anyCertificate.get(), anyAuthority);
    }
}
