package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("client")
class AccessWithRealClientTest {

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void passwordLetsInUntilItExpires() throws IOException {
        Path socket = directory.resolve("qmp");
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0,password=caraway seed",
                "--qmp",
                "unix:" + socket + ",server=on,wait=off");

        HeadlessClient wrong = HeadlessClient.start(processes, directory, caraway.uri(), "--password", "dill");
        assertThat(wrong.await("error-auth")).contains("wrong password");

        HeadlessClient right =
                HeadlessClient.connect(processes, directory, caraway.uri(), "--password", "caraway seed");

        try (ControlPortClient control = ControlPortClient.connect(socket)) {
            control.execute(
                    "{\"execute\":\"expire_password\",\"arguments\":{\"protocol\":\"spice\",\"time\":\"now\"}}");
            HeadlessClient late =
                    HeadlessClient.start(processes, directory, caraway.uri(), "--password", "caraway seed");
            late.await("error-auth");
            // Who is in stays in.
            assertThat(right.sha256()).hasSize(64);

            control.execute("{\"execute\":\"set_password\",\"arguments\":{\"protocol\":\"spice\",\"password\":\"x\"}}");
            control.execute(
                    "{\"execute\":\"expire_password\",\"arguments\":{\"protocol\":\"spice\",\"time\":\"never\"}}");
        }
        HeadlessClient.connect(processes, directory, caraway.uri(), "--password", "x");
    }

    @Test
    void selfMadeCertificateIsTrustedByItsAuthorityAlone() throws IOException {
        Path certificates = directory.resolve("certificates");
        CarawayProcess caraway = CarawayProcess.start(
                processes, "--spice", "tls-port=0,tls=auto,x509-dir=" + certificates, "--name", "Sealed seeds");
        String authority = certificates.resolve("ca-cert.pem").toString();

        HeadlessClient.connect(processes, directory, caraway.uri(), "--ca-file", authority);

        HeadlessClient stranger = HeadlessClient.start(processes, directory, caraway.uri());
        stranger.await("error-tls");
        HeadlessClient suspicious = HeadlessClient.start(
                processes, directory, caraway.uri(), "--ca-file", authority, "--cert-subject", "CN=somebody else");
        suspicious.await("error-tls");

        assertThat(caraway.viewer()).contains("--spice-ca-file=");
        RemoteViewer viewer =
                RemoteViewer.start(processes, Files.createDirectory(directory.resolve("viewer")), caraway.viewer());
        viewer.awaitWindow("Sealed seeds");
    }

    @Test
    void mainChannelOnThePlainPortIsTriedAgainWithTls() {
        Path certificates = directory.resolve("certificates");
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0,tls-port=0,tls=auto,tls-channel=main,tls-channel=inputs,x509-dir=" + certificates);

        HeadlessClient client = HeadlessClient.connect(
                processes,
                directory,
                caraway.uri(),
                "--ca-file",
                certificates.resolve("ca-cert.pem").toString());
        client.await("\"channel\": \"cursor\", \"state\": \"opened\"");

        HeadlessClient plainOnly =
                HeadlessClient.start(processes, directory, "spice://127.0.0.1:" + plainPort(caraway));
        plainOnly.await("\"channel\": \"main\", \"state\": \"error-");
        assertThat(plainOnly.process().output()).noneMatch(line -> line.contains("\"opened\""));
    }

    @Test
    void unixSocketServesAClient() {
        Path socket = directory.resolve("spice");
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "unix=on,addr=" + socket);
        assertThat(caraway.uri()).isEqualTo("spice+unix://" + socket);

        HeadlessClient.connect(processes, directory, caraway.uri());

        caraway.process().signal("TERM");
        assertThat(caraway.process().awaitEnd()).isZero();
        assertThat(socket).doesNotExist();
    }

    @Test
    void loopbackOfIpv6ServesAClient() {
        CarawayProcess caraway = CarawayProcess.start(processes, "--spice", "port=0,addr=::1");
        assertThat(caraway.uri()).startsWith("spice://[::1]:");

        HeadlessClient.connect(processes, directory, caraway.uri());
    }

    private static int plainPort(CarawayProcess caraway) {
        String line = caraway.process().output().stream()
                .filter(each -> each.startsWith("Listening on ") && !each.endsWith("TLS"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }
}
