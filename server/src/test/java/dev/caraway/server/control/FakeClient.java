package dev.caraway.server.control;

import dev.caraway.server.transport.ControlClient;
import dev.caraway.server.transport.ControlSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A client of the control port, with the port and the server behind it, all on one loop that is turned by hand. */
final class FakeClient implements ControlSocket {

    static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 123_456_789);

    final ManualLoop loop;
    final FakeServer server;
    final ControlSessions sessions;
    private final ControlClient session;
    private final StringBuilder received = new StringBuilder();
    final List<Boolean> readingChanges = new ArrayList<>();
    long stuckBytes;
    boolean closed;
    boolean portEnded;

    FakeClient() {
        this(false);
    }

    private FakeClient(boolean elsewhere) {
        loop = new ManualLoop();
        server = new FakeServer(elsewhere ? loop::runElsewhere : loop);
        Machine machine =
                new Machine(server, new Machine.Version(0, 1, 2, "caraway"), () -> NOW, loop, new MigrationSettings());
        sessions = new ControlSessions(machine, loop, () -> portEnded = true);
        session = sessions.onConnected(this);
    }

    /** A second client of the same port. */
    FakeClient(FakeClient first) {
        loop = first.loop;
        server = first.server;
        sessions = first.sessions;
        session = sessions.onConnected(this);
    }

    /** One whose server has a thread of its own, which is faster than the loop. */
    static FakeClient ofAServerElsewhere() {
        return new FakeClient(true);
    }

    /** One that has been greeted and has negotiated. */
    static FakeClient negotiated() {
        FakeClient client = new FakeClient();
        client.negotiate();
        return client;
    }

    void negotiate() {
        ask("{\"execute\":\"qmp_capabilities\"}");
    }

    ControlClient session() {
        return session;
    }

    /** Sends text and turns the loop until all is quiet; the lines that came back. */
    List<String> ask(String text) {
        return ask(text.getBytes(StandardCharsets.UTF_8));
    }

    List<String> ask(byte[] bytes) {
        lines();
        session.onBytes(bytes.clone());
        loop.runAll();
        return lines();
    }

    /** Sends text without turning the loop. */
    void send(String text) {
        session.onBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The lines received since the last call; each must have ended as QMP wants it. */
    List<String> lines() {
        String text = received.toString();
        received.setLength(0);
        if (!text.isEmpty() && !text.endsWith("\r\n")) {
            throw new AssertionError("received: expected whole lines, got " + text);
        }
        return Stream.of(text.split("\r\n")).filter(line -> !line.isEmpty()).toList();
    }

    void writable() {
        session.onWritable();
    }

    void hangUp() {
        session.onClosed();
    }

    @Override
    public void write(byte[] bytes) {
        if (!closed) {
            received.append(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public long pendingBytes() {
        return stuckBytes;
    }

    @Override
    public void pauseReading() {
        readingChanges.add(false);
    }

    @Override
    public void resumeReading() {
        readingChanges.add(true);
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(() -> session.onClosed());
    }
}
