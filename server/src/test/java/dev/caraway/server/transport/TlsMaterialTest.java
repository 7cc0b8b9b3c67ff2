package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsMaterialTest {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1");

    @TempDir
    private Path directory;

    @Test
    void missingFileAndWrongKeyAreOneLine() throws Exception {
        Path key = directory.resolve("server-key.pem");
        assertThatThrownBy(() -> TlsMaterial.fromDirectory(directory)).hasMessage(key + ": no such file");
        SelfSigned.inDirectory(directory, NAMES, Instant.now());
        Files.copy(directory.resolve("ca-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TlsMaterial.fromDirectory(directory))
                .hasMessage(
                        key + ": the key does not match the certificate in " + directory.resolve("server-cert.pem"));
        Files.writeString(key, "no key\n");
        assertThatThrownBy(() -> TlsMaterial.fromDirectory(directory))
                .hasMessage(key + ": expected a private key in PEM, got none");
    }

    @Test
    void keysInThePemOfOpenSslAreRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(pair.getPrivate());
        }
        assertThat(text.toString()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        Path file = Files.writeString(directory.resolve("key.pem"), text.toString());
        assertThat(TlsMaterial.readKey(file)).isEqualTo(pair.getPrivate());
    }

    @Test
    void goodCertificateIsKeptAndTheCaOutlivesIt() throws Exception {
        Instant now = Instant.now();
        TlsMaterial first = SelfSigned.inDirectory(directory, NAMES, now);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve(SelfSigned.CA_KEY_FILE))))
                .isEqualTo("rw-------");
        TlsMaterial again = SelfSigned.inDirectory(directory, NAMES, now.plus(Duration.ofDays(700)));
        assertThat(again.chain()).isEqualTo(first.chain());
        TlsMaterial renewed = SelfSigned.inDirectory(directory, NAMES, now.plus(Duration.ofDays(800)));
        assertThat(renewed.chain()).isNotEqualTo(first.chain());
        assertThat(renewed.authorities()).isEqualTo(first.authorities());
        TlsMaterial moved = SelfSigned.inDirectory(directory, Set.of("192.0.2.7"), now.plus(Duration.ofDays(800)));
        assertThat(moved.chain()).isNotEqualTo(renewed.chain());
    }
}
