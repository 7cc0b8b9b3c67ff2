package dev.caraway.server.control;

import dev.caraway.server.MigrationAddress;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.transport.ControlListener;
import dev.caraway.server.transport.EventLoops;
import dev.caraway.server.transport.NettyLoop;
import dev.caraway.server.transport.Tls;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A server's control port, on any number of sockets. It drives the server by its public face, from a loop of its own,
 * and ends with the server. Callable from any thread.
 */
public final class ControlPort implements AutoCloseable {

    /** For a client that reads slowly to get the last words. */
    private static final long FLUSH_LIMIT_MILLIS = 1_000;

    private final NettyLoop loop = EventLoops.take();
    private final ExecutorService files;
    /** The signatures of TLS; a picture that is being written must not hold them up. */
    private final ExecutorService handshakes;

    private final ControlSessions sessions;
    /** Only on the loop. */
    private final List<ControlListener.Bound> bounds = new ArrayList<>();
    /** Only on the loop: nothing may listen any more. */
    private boolean ended;

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private ControlPort(SpiceServer server, Machine.Version version, MigrationSettings moves) {
        // A network file system may hold a picture for ever; the process must not wait for it.
        files = worker("caraway-control-files");
        handshakes = worker("caraway-control-tls");
        Machine machine = new Machine(server, version, InstantSource.system(), files, moves);
        sessions = new ControlSessions(machine, loop, this::closeSockets);
    }

    /**
     * Listens on every address; waits for that, so not to be called on a loop.
     *
     * @param awaited where the server waits for its guest already, if it does
     * @throws IOException with one line that names the address, or a file for TLS, and the reason; nothing listens then
     * @throws IllegalArgumentException with one line if the ciphers for TLS cannot be had
     */
    public static ControlPort open(
            SpiceServer server,
            Machine.Version version,
            Optional<MigrationAddress.Tcp> awaited,
            List<ControlAddress> addresses)
            throws IOException {
        MigrationSettings moves = new MigrationSettings();
        awaited.ifPresent(moves::listensOn);
        ControlPort port = new ControlPort(server, version, moves);
        try {
            for (ControlAddress address : addresses) {
                ControlListener.Bound bound = port.bind(address);
                port.endpoints.add(bound.endpoint());
                port.loop.execute(() -> port.add(bound));
            }
        } catch (IOException | RuntimeException | Error e) {
            port.close();
            throw e;
        }
        return port;
    }

    /** Every command with its arguments, a line each, for people. */
    public static List<String> commands() {
        return Commands.all().stream().map(Manual::line).toList();
    }

    /** Every event by its name. */
    public static List<String> events() {
        return Stream.of(EventType.values()).map(EventType::label).toList();
    }

    /** Where it listens, in the order of the addresses; ports are the real ones. */
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    /** Completes when the port has ended: its sockets are gone and a unix socket's file is deleted. */
    public CompletionStage<Void> closed() {
        return closed;
    }

    /** Ends the port in the background; harmless when repeated. */
    @Override
    public void close() {
        loop.execute(sessions::end);
    }

    private ControlListener.Bound bind(ControlAddress address) throws IOException {
        Tls tls = null;
        if (address instanceof ControlAddress.Tcp tcp && tcp.tls().isPresent()) {
            tls = tcp.tls().get().load(handshakes);
        }
        return ControlListener.bind(loop, address.listenAddress(), tls, sessions);
    }

    private static ExecutorService worker(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void add(ControlListener.Bound bound) {
        if (ended) {
            bound.close(0);
        } else {
            bounds.add(bound);
        }
    }

    private void closeSockets() {
        ended = true;
        CompletableFuture<?>[] closing =
                bounds.stream().map(bound -> bound.close(FLUSH_LIMIT_MILLIS)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing).whenComplete((done, failure) -> {
            files.shutdown();
            handshakes.shutdown();
            loop.release().whenComplete((released, ignored) -> closed.complete(null));
        });
    }
}
