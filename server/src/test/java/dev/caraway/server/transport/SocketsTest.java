package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Reception;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets on loopback. Their link is one byte, answered by one byte. */
@Timeout(30)
final class SocketsTest {

    private final NettyLoop loop = EventLoops.take();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final RecordingChannel channel = new RecordingChannel();
    private final CompletableFuture<Outbox> outbox = new CompletableFuture<>();
    private final Sockets sockets = new Sockets(
            loop,
            new FakeReception(),
            (handoff, server, client, encrypted) -> new OneByteLink(handoff, server, client, encrypted),
            new SocketLimits(3, 2, 10_000, 90_000));
    private final List<SpiceListener> listeners = new ArrayList<>();
    private volatile boolean connectFails;

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (SpiceListener listener : listeners) {
            listener.close().get(5, TimeUnit.SECONDS);
        }
        sockets.closeAll(1_000).get(5, TimeUnit.SECONDS);
        loop.release().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("caraway"));
    }

    @Test
    void messagesAndEventsOfAPlainSocketArriveInOrder() throws Exception {
        channel.onMessage = body -> outbox.join().send(Payload.of(9, 3));
        SpiceListener listener = listen(new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null);
        try (Socket client = connectPlain(listener)) {
            client.getOutputStream().write(new byte[] {'L', 5, 0, 1, 0, 0, 0, 42});
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(1 + 6 + 3)).startsWith('K', 9, 0, 3, 0, 0, 0);
            loop.execute(() -> outbox.join().close());
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(events.take())
                .startsWith("connected 127.0.0.1:")
                .endsWith(listener.endpoint().toString());
        assertThat(events.take()).startsWith("disconnected 127.0.0.1:");
        assertThat(channel.lines).containsExactly("linked", "5 1", "closed");
    }

    @Test
    void ipv6SocketsHaveTheirFamily() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("::1", 0, ListenAddress.IpVersion.ANY), null);
        assertThat(listener.endpoint().family()).isEqualTo(Endpoint.Family.IPV6);
        assertThat(listener.endpoint().host()).isEqualTo("::1");
        try (Socket client = connectPlain(listener)) {
            assertThat(events.take()).startsWith("connected [::1]:" + client.getLocalPort() + " at");
        }
    }

    @Test
    void ipv6OnlySendsIpv4Away() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("", 0, ListenAddress.IpVersion.IPV6), null);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void addressInUseIsOneLine() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null);
        int port = port(listener);
        assertThatThrownBy(() -> listen(new ListenAddress.Tcp("127.0.0.1", port, ListenAddress.IpVersion.ANY), null))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1:" + port + ": address already in use");
    }

    @Test
    void unixSocketIsPrivateReplacesAStaleOneAndLeavesNoFile() throws Exception {
        Path path = directory.resolve("spice.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        SpiceListener listener = listen(new ListenAddress.Unix(path), null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> listen(new ListenAddress.Unix(path), null))
                .hasMessage(path + ": address already in use");
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(ByteBuffer.wrap(new byte[] {'L'}));
            ByteBuffer answer = ByteBuffer.allocate(1);
            client.read(answer);
            assertThat(answer.get(0)).isEqualTo((byte) 'K');
        }
        assertThat(events.take()).isEqualTo("connected unix at " + path);
        listener.close().get(5, TimeUnit.SECONDS);
        assertThat(path).doesNotExist();
    }

    @Test
    void furtherSocketsOfOneAddressAreClosedWhileTooManyLink() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null);
        try (Socket first = connectPlain(listener);
                Socket second = connectPlain(listener)) {
            assertThat(events.take()).contains(":" + first.getLocalPort());
            assertThat(events.take()).contains(":" + second.getLocalPort());
            try (Socket third = connectPlain(listener)) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            first.getOutputStream().write('L');
            assertThat(first.getInputStream().read()).isEqualTo('K');
            outbox.join();
            try (Socket fourth = connectPlain(listener)) {
                assertThat(events.take()).contains(String.valueOf(fourth.getLocalPort()));
            }
        }
    }

    @Test
    void oneAddressDoesNotLockOutTheOthers() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null);
        Path path = directory.resolve("spice.sock");
        listen(new ListenAddress.Unix(path), null);
        try (Socket first = connectPlain(listener);
                Socket second = connectPlain(listener);
                Socket third = connectPlain(listener)) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
            assertThat(events.take()).contains(":" + first.getLocalPort());
            assertThat(events.take()).contains(":" + second.getLocalPort());
            try (SocketChannel local = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel further = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(events.take()).isEqualTo("connected unix at " + path);
                assertThat(further.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                local.write(ByteBuffer.wrap(new byte[] {'L'}));
                assertThat(local.read(ByteBuffer.allocate(1))).isEqualTo(1);
            }
        }
    }

    @Test
    void socketWhoseObserverFailsLeavesItsPlace() throws Exception {
        SpiceListener listener = listen(new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null);
        connectFails = true;
        for (int i = 0; i < 4; i++) {
            try (Socket client = connectPlain(listener)) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        connectFails = false;
        CompletableFuture<Integer> left = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> left.complete(sockets.unauthenticated())));
        assertThat(left.get(5, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void noTlsRecordHoldsPartsOfTwoMessages() throws Exception {
        channel.onLinked = () -> {
            for (int i = 0; i < 20; i++) {
                outbox.join().send(Payload.of(i, i * 10));
            }
            outbox.join().send(Payload.of(21, 20_000));
            outbox.join().send(Payload.of(22, 0));
        };
        TlsMaterial material = SelfSigned.inDirectory(directory, Set.of("localhost", "127.0.0.1"), Instant.now());
        SpiceListener listener = listen(
                new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY),
                Tls.of(material, "DEFAULT", Runnable::run));
        try (SSLSocket client = connect(material, "TLSv1.2", "localhost", port(listener))) {
            client.getOutputStream().write('L');
            // JSSE gives no more than one record a read.
            List<Integer> records = new ArrayList<>();
            byte[] buffer = new byte[32_768];
            int total = 0;
            int expected = 1 + 22 * 6 + 10 * (19 * 20 / 2) + 20_000;
            while (total < expected) {
                int count = client.getInputStream().read(buffer);
                records.add(count);
                total += count;
            }
            List<Integer> wanted = new ArrayList<>(List.of(1));
            for (int i = 0; i < 20; i++) {
                wanted.add(6 + i * 10);
            }
            assertThat(records.subList(0, 21)).isEqualTo(wanted);
            assertThat(records.get(records.size() - 1)).isEqualTo(6);
            assertThat(records.subList(21, records.size() - 1).stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(20_006);
        }
    }

    @Test
    void selfSignedCertificateIsGoodForItsNamesAndNoOthers() throws Exception {
        TlsMaterial material = SelfSigned.inDirectory(directory, Set.of("localhost", "127.0.0.1"), Instant.now());
        SpiceListener listener = listen(
                new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY),
                Tls.of(material, "HIGH", Runnable::run));
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            connect(material, version, "localhost", port(listener)).close();
            connect(material, version, "127.0.0.1", port(listener)).close();
        }
        assertThatThrownBy(() -> connect(material, "TLSv1.3", "elsewhere.example", port(listener)))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> connect(material, "TLSv1.1", "localhost", port(listener)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void secondHandshakeOfTls12ClosesTheSocket() throws Exception {
        TlsMaterial material = SelfSigned.inDirectory(directory, Set.of("localhost"), Instant.now());
        SpiceListener listener = listen(
                new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY),
                Tls.of(material, "DEFAULT", Runnable::run));
        try (SSLSocket client = connect(material, "TLSv1.2", "localhost", port(listener))) {
            client.getOutputStream().write('L');
            assertThat(client.getInputStream().read()).isEqualTo('K');
            assertThatThrownBy(() -> {
                        client.startHandshake();
                        client.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private SpiceListener listen(ListenAddress address, @Nullable Tls tls) throws IOException {
        SpiceListener listener = SpiceListener.bind(loop, address, tls, sockets);
        listeners.add(listener);
        return listener;
    }

    private static Socket connectPlain(SpiceListener listener) throws IOException {
        InetAddress host = InetAddress.getAllByName(listener.endpoint().host())[0];
        return new Socket(host, port(listener));
    }

    private static int port(SpiceListener listener) {
        return listener.endpoint().port().orElseThrow();
    }

    private static SSLSocket connect(TlsMaterial material, String version, String name, int port) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", material.authorities().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocketFactory factory = context.getSocketFactory();
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, name, port, true);
        try {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private final class FakeReception implements Reception {

        @Override
        public boolean mayBeVouchedFor(int connectionId) {
            return false;
        }

        @Override
        public void onTicketProved(int connectionId, Bytes proof) {}

        @Override
        public LinkError checkSecurity(ChannelId id, boolean encrypted) {
            return LinkError.OK;
        }

        @Override
        public Capabilities capabilities(ChannelId id) {
            return Capabilities.NONE;
        }

        @Override
        public LinkError checkAvailable(ChannelId id, int connectionId) {
            return LinkError.OK;
        }

        @Override
        public void onConnected(Endpoint server, Endpoint client) {
            if (connectFails) {
                throw new LinkageError("observer: broken by the test");
            }
            events.add("connected " + client + " at " + server);
        }

        @Override
        public void onDisconnected(Endpoint server, Endpoint client) {
            events.add("disconnected " + client + " at " + server);
        }

        @Override
        public ChannelClient admit(LinkedPeer peer, Outbox admitted) {
            outbox.complete(admitted);
            return channel;
        }
    }

    private static final class OneByteLink extends ByteToMessageDecoder {

        private final LinkedHandoff handoff;
        private final Endpoint server;
        private final Endpoint client;
        private final boolean encrypted;

        private OneByteLink(LinkedHandoff handoff, Endpoint server, Endpoint client, boolean encrypted) {
            this.handoff = handoff;
            this.server = server;
            this.client = client;
            this.encrypted = encrypted;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            in.skipBytes(1);
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'K'}));
            LinkedPeer peer = new LinkedPeer(
                    new ChannelId(ChannelType.INPUTS, 0),
                    1,
                    Capabilities.NONE,
                    Capabilities.NONE,
                    encrypted,
                    server,
                    client);
            handoff.linked(context, peer, true);
            context.pipeline().remove(this);
        }
    }
}
