package dev.caraway.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.server.transport.SelfSigned;
import dev.caraway.server.transport.TlsMaterial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On TCP with TLS a control port is for those alone who have a certificate of its CA. */
@Timeout(60)
class ControlTlsTest {

    /** More than may stand before the door at a time. */
    private static final int SILENT = 100;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);

    @TempDir
    private Path directory;

    private Path certificates;
    private ControlPort port;

    @BeforeEach
    void open() throws IOException {
        certificates = directory.resolve("certificates");
        ControlAddress address =
                ControlAddress.parse("tcp:127.0.0.1:0,server=on,wait=off,tls=auto,x509-dir=" + certificates);
        port = ControlPort.open(
                new FakeServer(threads), new Machine.Version(0, 1, 2, "caraway"), Optional.empty(), List.of(address));
    }

    @AfterEach
    void close() throws Exception {
        port.close();
        port.closed().toCompletableFuture().get(20, TimeUnit.SECONDS);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCertificateOfTheCaOpensThePort(String protocol) throws Exception {
        try (SSLSocket client = connect(client(certificates))) {
            client.setEnabledProtocols(new String[] {protocol});
            assertAnswers(client);
            assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void whatComesRightBehindTheHandshakeIsAnswered() throws Exception {
        try (SSLSocket client = connect(client(certificates))) {
            say(client, "{'execute':'qmp_capabilities'}{'execute':'query-name'}");
            assertThat(lines(client).lines().limit(3)).hasSize(3).allMatch(line -> !line.contains("error"));
        }
    }

    @Test
    void aSecondClientWaitsForTheFirstToGo() throws Exception {
        SSLSocket first = connect(client(certificates));
        try (first;
                SSLSocket second = connect(client(certificates))) {
            assertAnswers(first);
            second.startHandshake();
            say(second, "{'execute':'qmp_capabilities'}");
            assertAnswers(first);
            first.close();
            assertThat(lines(second).readLine()).startsWith("{\"QMP\"");
        }
    }

    @Test
    void plainTextIsNeverAnswered() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), tcpPort())) {
            client.getOutputStream().write("{'execute':'qmp_capabilities'}\n".getBytes(US_ASCII));
            String heard = new String(client.getInputStream().readAllBytes(), US_ASCII);
            assertThat(heard).doesNotContain("QMP", "return", "error");
        }
        assertOthersAreServed();
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        assertRefused(null);
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() throws Exception {
        Path others = directory.resolve("others");
        SelfSigned.withClient(others, Instant.now());
        assertRefused(client(others));
    }

    @Test
    void aServersCertificateOfTheSameCaIsRefused() throws Exception {
        assertRefused(TlsMaterial.fromDirectory(certificates));
    }

    @Test
    void aCertificateThatHasRunOutIsRefused() throws Exception {
        Path aged = Files.createDirectory(directory.resolve("aged"));
        for (String file : List.of(SelfSigned.CA_KEY_FILE, TlsMaterial.CA_CERTIFICATE_FILE)) {
            Files.copy(certificates.resolve(file), aged.resolve(file));
        }
        SelfSigned.withClient(aged, Instant.now().minus(Duration.ofDays(900)));
        TlsMaterial client = client(aged);
        assertThat(client.certificate().getNotAfter().toInstant()).isBefore(Instant.now());
        assertRefused(client);
    }

    @Test
    void silentSocketsKeepNobodyOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), tcpPort()));
            }
            assertOthersAreServed();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void certificatesAreMadeOnceAndFoundAgain() throws Exception {
        byte[] made = Files.readAllBytes(certificates.resolve(SelfSigned.CLIENT_CERTIFICATE_FILE));
        SelfSigned.withClient(certificates, Instant.now());
        assertThat(certificates.resolve(SelfSigned.CLIENT_CERTIFICATE_FILE)).hasBinaryContent(made);
        assertThat(Files.getPosixFilePermissions(certificates.resolve(SelfSigned.CLIENT_KEY_FILE)))
                .hasSize(2);
    }

    @Test
    void whatIsWrongWithAFileOrACipherIsOneLine() {
        Path empty = directory.resolve("empty");
        assertThatThrownBy(() -> open("x509-dir=" + empty))
                .isInstanceOf(IOException.class)
                .hasMessage(empty.resolve("server-key.pem") + ": no such file");
        assertThatThrownBy(() -> open("tls-ciphers=eNULL,x509-dir=" + certificates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tls-ciphers 'eNULL': expected at least one suite, got none");
    }

    private void open(String tls) throws IOException {
        ControlAddress address = ControlAddress.parse("tcp:127.0.0.1:0,server=on,wait=off," + tls);
        ControlPort.open(
                        new FakeServer(threads),
                        new Machine.Version(0, 1, 2, "caraway"),
                        Optional.empty(),
                        List.of(address))
                .close();
    }

    private void assertRefused(@Nullable TlsMaterial client) throws Exception {
        try (SSLSocket socket = connect(client)) {
            // With TLS 1.3 a client hears of it after its own handshake.
            assertThatThrownBy(() -> {
                        say(socket, "{'execute':'qmp_capabilities'}");
                        throw new AssertionError(lines(socket).readLine());
                    })
                    .isInstanceOf(IOException.class);
        }
        assertOthersAreServed();
    }

    private void assertOthersAreServed() throws Exception {
        try (SSLSocket client = connect(client(certificates))) {
            assertAnswers(client);
        }
    }

    private static void assertAnswers(SSLSocket client) throws IOException {
        say(client, "{'execute':'qmp_capabilities'}{'execute':'query-name'}");
        // What comes before are greetings, and answers to whoever has asked before.
        assertThat(lines(client).lines().anyMatch(line -> line.contains("\"name\"")))
                .isTrue();
    }

    private static void say(SSLSocket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static BufferedReader lines(SSLSocket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    }

    private int tcpPort() {
        return port.endpoints().get(0).port().orElseThrow();
    }

    private static TlsMaterial client(Path directory) throws IOException {
        return TlsMaterial.fromFiles(
                directory.resolve(SelfSigned.CLIENT_KEY_FILE),
                directory.resolve(SelfSigned.CLIENT_CERTIFICATE_FILE),
                directory.resolve(TlsMaterial.CA_CERTIFICATE_FILE));
    }

    /** A client that trusts the port's CA and proves itself with this, if with anything. */
    private SSLSocket connect(@Nullable TlsMaterial client) throws IOException, GeneralSecurityException {
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry(
                "ca", TlsMaterial.fromDirectory(certificates).authorities().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = client == null ? new KeyManager[0] : new KeyManager[] {new Insistent(client)};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", tcpPort());
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Shows its certificate whatever the server would like to see; the JDK's own would show none that is refused. */
    private static final class Insistent extends X509ExtendedKeyManager {

        private static final String ALIAS = "own";

        private final TlsMaterial own;

        private Insistent(TlsMaterial own) {
            this.own = own;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key();
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
