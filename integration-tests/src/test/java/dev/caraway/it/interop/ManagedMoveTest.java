package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whoever manages machines moves one between two launchers as it would between two QEMUs, and its viewer stays. */
@Tag("client")
@Timeout(120)
class ManagedMoveTest {

    private static final String TERM = "1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void libvirtMovesAGuestAndItsViewerStays() throws IOException {
        ManagedHost source = source("port=0,password=a b");
        ManagedHost target = target("port=0,disable-ticketing=off", "defer");
        HeadlessClient client = viewer(source, "--password", "a b");
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to)
                    .libvirt(ManagementPrograms.Clients.plain(target.caraway().port(""), "a b"));
            assertMoved(source, from, client, target);
        }
    }

    @Test
    void vdsmMovesAGuestWhoseTicketHasRunOutAndItsViewerStays() throws IOException {
        ManagedHost source = source("port=0,password=a b");
        ManagedHost target = target("port=0,disable-ticketing=off", "defer");
        HeadlessClient client = viewer(source, "--password", "a b");
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            from.execute("expire_password", "'protocol':'spice','time':'now'");
            new ManagementPrograms(from, to)
                    .vdsm(
                            ManagementPrograms.Clients.plain(target.caraway().port(""), "a b"),
                            Instant.now().getEpochSecond());
            assertMoved(source, from, client, target);
        }
    }

    @Test
    void proxmoxMovesAGuestOverTlsAndItsViewerStays() throws IOException, CertificateException {
        ManagedHost source = source(tls() + ",password=a b");
        ManagedHost target = target(tls() + ",disable-ticketing=off,seamless-migration=on", "tcp:127.0.0.1:0");
        HeadlessClient client = tlsViewer(source, "--password", "a b");
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to)
                    .proxmox(
                            ManagementPrograms.Clients.tls(target.caraway().port(" with TLS"), subject(), "a b"),
                            target.incomingUri());
            assertMoved(source, from, client, target);
        }
    }

    /** Both servers have their certificates from one directory, so that each knows the other's CA. */
    @Test
    void libvirtMovesAGuestWithEverythingOverTls() throws IOException, CertificateException {
        ManagedHost source = source(tls() + ",password=a b");
        ManagedHost target = target(tls() + ",disable-ticketing=off", "defer");
        HeadlessClient client = tlsViewer(source, "--password", "a b");
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            new ManagementPrograms(from, to)
                    .libvirt(ManagementPrograms.Clients.tls(target.caraway().port(" with TLS"), subject(), "a b")
                            .withSecuredStream());
            assertMoved(source, from, client, target);
        }
    }

    @Test
    void terminatedSourceWaitsForAViewerThatIsStillOnItsWay() throws IOException {
        ManagedHost source = source("port=0");
        ManagedHost target = host("target", "port=0", "--incoming", "tcp:127.0.0.1:0");
        HeadlessClient client = viewer(source);
        try (ControlPortClient from = source.control();
                ControlPortClient to = target.control()) {
            from.execute(
                    "client_migrate_info",
                    "'protocol':'spice','hostname':'127.0.0.1','port':"
                            + target.caraway().port(""));
            from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"linked\"");
            client.process().signal("STOP");
            from.execute("migrate", "'uri':'" + target.incomingUri() + "'");
            to.awaitEvent("RESUME");
        }
        ChildProcess ending = source.caraway().process();
        ending.signal("TERM");
        ending.awaitThat(
                "the wait for its client",
                () -> ending.errors().stream()
                        .anyMatch(line -> line.contains("Waiting for clients that change hosts")));
        client.process().signal("CONT");
        assertThat(ending.awaitEnd()).isZero();
        assertThat(ending.errors()).noneMatch(line -> line.contains("Did not end in time"));
        client.awaitPicture(TERM);
        assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
    }

    @Test
    void moveToNobodyFailsAndTheViewerStaysHere() throws IOException {
        ManagedHost source = source("port=0");
        HeadlessClient client = viewer(source);
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        try (ControlPortClient from = source.control()) {
            from.execute("migrate-set-capabilities", "'capabilities':[{'capability':'events','state':true}]");
            from.execute("client_migrate_info", "'protocol':'spice','hostname':'127.0.0.1','port':" + closed);
            from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"refused\"");
            from.execute("migrate", "'uri':'tcp:127.0.0.1:" + closed + "'");
            from.awaitEvent("MIGRATION", "\"failed\"");
            assertThat(from.execute("query-migrate", "")).contains("\"failed\"", "Failed to connect to '127.0.0.1:");
            assertThat(from.execute("query-status", "")).contains("\"running\": true");
            client.awaitPicture(TERM);
            assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        }
    }

    private void assertMoved(ManagedHost source, ControlPortClient from, HeadlessClient client, ManagedHost target)
            throws IOException {
        from.awaitEvent("__dev.caraway_SPICE_MIGRATE_CLIENT", "\"handed-over\"");
        assertThat(from.execute("query-status", "")).contains("\"postmigrate\"");
        assertThat(from.execute("query-spice", "")).contains("\"migrated\": true");
        from.execute("quit", "");
        assertThat(source.caraway().process().awaitEnd()).isZero();
        client.awaitPicture(TERM);
        assertThat(client.process().output()).noneMatch(line -> line.contains("\"disconnected\""));
        for (ManagedHost host : List.of(source, target)) {
            assertThat(host.caraway().process().errors())
                    .noneMatch(line -> line.contains("LEAK") || line.contains("ERROR"));
        }
    }

    private ManagedHost source(String spice) {
        return host("source", spice);
    }

    private ManagedHost target(String spice, String incoming) {
        return host("target", spice, "-S", "--incoming", incoming);
    }

    private ManagedHost host(String name, String spice, String... options) {
        return ManagedHost.start(processes, directory, name, spice, options);
    }

    private HeadlessClient viewer(ManagedHost host, String... options) {
        HeadlessClient client =
                HeadlessClient.connect(processes, directory, host.caraway().uri(), options);
        client.await("\"event\": \"primary\"");
        return client;
    }

    private HeadlessClient tlsViewer(ManagedHost host, String... options) {
        List<String> all = new ArrayList<>(
                List.of("--ca-file", certificates().resolve("ca-cert.pem").toString()));
        all.addAll(List.of(options));
        return viewer(host, all.toArray(String[]::new));
    }

    private String tls() {
        return "tls-port=0,tls=auto,tls-ciphers=HIGH,x509-dir=" + certificates();
    }

    private Path certificates() {
        return directory.resolve("certificates");
    }

    /** Of the servers' certificate, in the order in which clients compare it. */
    private String subject() throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(certificates().resolve("server-cert.pem"))) {
            X509Certificate read =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return read.getSubjectX500Principal().getName(X500Principal.RFC2253);
        }
    }
}
