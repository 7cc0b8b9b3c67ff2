package dev.caraway.it.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.caraway.it.client.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client of a control port that says {@value #LINES_PER_SECOND} wrong lines a second and reads what it gets for them. */
final class HostileFlood implements AutoCloseable {

    static final int LINES_PER_SECOND = 10_000;

    private static final int BATCHES_PER_SECOND = 20;

    private static final List<String> LINES = List.of(
            "{\"execute\":\"nonsense\",\"arguments\":{\"a\":[1,2,3]}}\n",
            "{\"execute\":\"query-qmp-schema\"\n\u0001\n",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\u0002\n",
            "}}}}\n",
            "{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"bogus\"}}\n",
            "{\"execute\":\"migrate-set-parameters\",\"arguments\":{\"max-bandwidth\":\"much\"}}\n",
            "{\"execute\":\"migrate-continue\",\"arguments\":{\"state\":\"none\",\"x\":1}}\n",
            "{\"execute\":\"query-status\",\"id\":{\"a\":1,\"a\":2}}\n");

    private final SocketChannel socket;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    private HostileFlood(SocketChannel socket) {
        this.socket = socket;
    }

    /** Connects, and returns when it is in full flow. */
    static HostileFlood begin(Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        HostileFlood flood = new HostileFlood(socket);
        flood.say("{\"execute\":\"qmp_capabilities\"}\n");
        flood.threads.execute(flood::read);
        int lines = LINES_PER_SECOND / BATCHES_PER_SECOND;
        String batch = String.join("", LINES).repeat(lines / LINES.size() + 1);
        Future<?> pace = flood.threads.scheduleAtFixedRate(
                () -> flood.say(batch, lines), 0, 1000 / BATCHES_PER_SECOND, TimeUnit.MILLISECONDS);
        Patience.until("a flood", () -> pace.isDone() || flood.answered.get() > LINES_PER_SECOND / 2);
        return flood;
    }

    /** How many lines it has sent so far. */
    long sent() {
        return sent.get();
    }

    /** How many lines it has been told so far. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        socket.close();
    }

    private void say(String batch, int lines) {
        try {
            say(batch);
            sent.addAndGet(lines);
        } catch (IOException e) {
            // It is over, or the server has closed: then nothing more is counted.
            threads.shutdown();
        }
    }

    private void say(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(socket, US_ASCII))) {
            while (lines.readLine() != null) {
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            // It is over.
            threads.shutdown();
        }
    }
}
