package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.Endpoint.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewersTest {

    private static final String TLS = "port=5901,tls-port=5902,x509-dir=/pki";
    private static final Endpoint PLAIN = tcp(Family.IPV4, "127.0.0.1", 5901);
    private static final Endpoint ENCRYPTED = tcp(Family.IPV4, "127.0.0.1", 5902);

    @Test
    void everyWayIsALineToPaste() throws LaunchException {
        assertThat(commands("port=5901", PLAIN, null)).containsExactly("remote-viewer spice://127.0.0.1:5901");
        assertThat(commands(TLS, PLAIN, ENCRYPTED))
                .containsExactly(
                        "remote-viewer spice://127.0.0.1:5901",
                        "remote-viewer --spice-ca-file=/pki/ca-cert.pem \"spice://127.0.0.1?tls-port=5902\"");
    }

    @Test
    void channelsThatNeedTlsNeedBothPorts() throws LaunchException {
        assertThat(commands(TLS + ",tls-channel=main", PLAIN, ENCRYPTED))
                .containsExactly(
                        "remote-viewer --spice-ca-file=/pki/ca-cert.pem \"spice://127.0.0.1?port=5901&tls-port=5902\"");
    }

    @Test
    void serverThatListensEverywhereIsReachedByLoopback() throws LaunchException {
        assertThat(commands("port=5901", tcp(Family.IPV4, "0.0.0.0", 5901), null))
                .containsExactly("remote-viewer spice://127.0.0.1:5901");
        assertThat(commands("port=5901", tcp(Family.IPV6, "0:0:0:0:0:0:0:0", 5901), null))
                .containsExactly("remote-viewer spice://[::1]:5901");
    }

    @Test
    void socketsPathIsQuotedForTheShell() throws LaunchException {
        Endpoint socket = new Endpoint(Family.UNIX, "/run/it's a vm", OptionalInt.empty());
        assertThat(commands("unix=on,addr=/run/it's a vm", socket, null))
                .containsExactly("remote-viewer 'spice+unix:///run/it'\\''s a vm'");
    }

    @Test
    void connectionFileHoldsAllThatAViewerNeeds() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of(TLS + ",password= a\\b,tls-channel=inputs,tls-channel=main"));
        String text = ConnectionFile.text(
                "web 1",
                spice,
                new Viewers(Optional.of(PLAIN), Optional.of(ENCRYPTED)),
                Optional.of("-----BEGIN\nAA==\n-----END\n"));
        assertThat(text).isEqualTo("""
                [virt-viewer]
                type=spice
                title=web 1
                host=127.0.0.1
                port=5901
                tls-port=5902
                password=\\sa\\\\b
                secure-channels=main;inputs
                ca=-----BEGIN\\nAA==\\n-----END\\n
                """);
    }

    @Test
    void connectionFileOfASocketHoldsItsPath() throws LaunchException {
        Endpoint socket = new Endpoint(Family.UNIX, "/run/a", OptionalInt.empty());
        String text = ConnectionFile.text(
                "web",
                SpiceOption.parse(List.of("unix=on,addr=/run/a")),
                new Viewers(Optional.of(socket), Optional.empty()),
                Optional.empty());
        assertThat(text).isEqualTo("""
                [virt-viewer]
                type=spice
                title=web
                unix-path=/run/a
                """);
    }

    @Test
    void connectionFileIsForItsOwnerAndHoldsOnlyCertificates(@TempDir Path directory)
            throws IOException, LaunchException {
        Files.writeString(
                directory.resolve("ca-cert.pem"),
                "Subject: us\r\n-----BEGIN CERTIFICATE-----\r\nAA==\r\n-----END CERTIFICATE-----\r\n");
        Path file = Files.writeString(directory.resolve("a.vv"), "old");
        SpiceOption spice = SpiceOption.parse(List.of("tls-port=5902,x509-dir=" + directory));
        ConnectionFile.write(file, "web", spice, new Viewers(Optional.empty(), Optional.of(ENCRYPTED)));
        assertThat(Files.readString(file))
                .endsWith("\ntls-port=5902\nca=-----BEGIN CERTIFICATE-----\\nAA==\\n-----END CERTIFICATE-----\\n\n")
                .doesNotContain("\nport=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.new*");
    }

    private static List<String> commands(String spice, Endpoint plain, @Nullable Endpoint encrypted)
            throws LaunchException {
        return new Viewers(Optional.ofNullable(plain), Optional.ofNullable(encrypted))
                .commands(SpiceOption.parse(List.of(spice)));
    }

    private static Endpoint tcp(Family family, String host, int port) {
        return new Endpoint(family, host, OptionalInt.of(port));
    }
}
