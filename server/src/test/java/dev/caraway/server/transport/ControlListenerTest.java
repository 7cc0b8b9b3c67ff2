package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ControlListenerTest {

    private final NettyLoop loop = EventLoops.take();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @AfterEach
    void releaseLoop() throws Exception {
        loop.release().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void secondClientIsGreetedWhenTheFirstHasGone() throws Exception {
        ControlListener.Bound bound = ControlListener.bind(
                loop, new ListenAddress.Tcp("127.0.0.1", 0, ListenAddress.IpVersion.ANY), null, this::greet);
        int port = bound.endpoint().port().orElseThrow();
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(first.getInputStream().read()).isEqualTo('h');
            try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
                first.getOutputStream().write('x');
                assertThat(events.take()).isEqualTo("greeted");
                assertThat(events.take()).isEqualTo("x");
                assertThat(second.getInputStream().available()).isZero();
                first.shutdownOutput();
                assertThat(events.take()).isEqualTo("closed");
                assertThat(second.getInputStream().read()).isEqualTo('h');
            }
        }
        bound.close(100).get(5, TimeUnit.SECONDS);
    }

    @Test
    void unixSocketIsPrivateAndWhatIsWrittenArrivesBeforeTheEnd() throws Exception {
        Path path = directory.resolve("qmp.sock");
        ControlListener.Bound bound = ControlListener.bind(loop, new ListenAddress.Unix(path), null, this::greet);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            client.write(ByteBuffer.wrap("quit".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer all = ByteBuffer.allocate(100);
            while (client.read(all) >= 0) {
                assertThat(all.hasRemaining()).isTrue();
            }
            assertThat(new String(all.array(), 0, all.position(), StandardCharsets.US_ASCII))
                    .isEqualTo("hbye");
        }
        bound.close(100).get(5, TimeUnit.SECONDS);
        assertThat(path).doesNotExist();
        assertThat(events).containsExactly("greeted", "quit", "closed");
    }

    private ControlClient greet(ControlSocket socket) {
        events.add("greeted");
        socket.write(new byte[] {'h'});
        return new ControlClient() {
            @Override
            public void onBytes(byte[] bytes) {
                events.add(new String(bytes, StandardCharsets.US_ASCII));
                socket.write("bye".getBytes(StandardCharsets.US_ASCII));
                socket.close();
            }

            @Override
            public void onWritable() {}

            @Override
            public void onClosed() {
                events.add("closed");
            }
        };
    }
}
