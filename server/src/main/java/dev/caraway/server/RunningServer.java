package dev.caraway.server;

import dev.caraway.server.ServerOptions.Listening;
import dev.caraway.server.ServerOptions.TlsFiles;
import dev.caraway.server.compression.CompressionWorkers;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.link.Ticket;
import dev.caraway.server.transport.EventLoops;
import dev.caraway.server.transport.HostSockets;
import dev.caraway.server.transport.HostTls;
import dev.caraway.server.transport.LinkServices;
import dev.caraway.server.transport.NettyLoop;
import dev.caraway.server.transport.RotatedTicketKeys;
import dev.caraway.server.transport.SelfSigned;
import dev.caraway.server.transport.SocketLimits;
import dev.caraway.server.transport.Sockets;
import dev.caraway.server.transport.SpiceListener;
import dev.caraway.server.transport.TicketKeyPool;
import dev.caraway.server.transport.Tls;
import dev.caraway.server.transport.TlsMaterial;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thin shell around a server: what is called from any thread becomes a task of the loop, and nothing else happens
 * here. The server's state is in {@link ServerState}.
 */
final class RunningServer implements SpiceServer {

    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    /** What was sent to clients has so long to leave when the server closes. */
    private static final long FLUSH_MILLIS = 1_000;

    private final ServerOptions options;
    private final NettyLoop loop;
    private final ServerState state;
    private final Optional<Tls> tls;
    private final HostSockets hosts;
    private final Migration migration;
    private final TicketKeyPool keys;
    private final ExecutorService handshakes;
    private final Rehearsals rehearsals;
    private final CompressionWorkers workers = new CompressionWorkers();
    private final Sockets sockets;
    private final List<SpiceListener> listeners = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Object closing = new Object();
    private boolean isClosing;

    private RunningServer(
            ServerOptions options,
            Optional<TlsMaterial> material,
            GuestParts asked,
            NettyLoop loop,
            TicketKeyPool keys) {
        this.options = options;
        this.rehearsals = new Rehearsals(options);
        this.loop = loop;
        this.keys = keys;
        this.handshakes = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "caraway-tls");
            thread.setDaemon(true);
            return thread;
        });
        this.tls = material.map(files -> Tls.of(files, options.tlsCiphers(), handshakes));
        // Without a CA nobody knows other hosts, but clients are served all the same.
        this.hosts = new HostSockets(
                loop,
                material.filter(files -> !files.authorities().isEmpty())
                        .map(files -> HostTls.of(files, options.tlsCiphers(), handshakes)));
        this.state = new ServerState(options, asked, loop, workers, hosts);
        this.migration = new RunningMigration(this::onLoop, state::moves);
        LinkServices links = new LinkServices(
                loop,
                state.admissions(),
                state.ticketing(),
                keys,
                new RotatedTicketKeys(loop, keys),
                SocketLimits.DEFAULT.graceMillis());
        SocketLimits limits = new SocketLimits(
                options.maxUnauthenticated(),
                SocketLimits.DEFAULT.maxUnauthenticatedPerSource(),
                SocketLimits.DEFAULT.graceMillis(),
                SocketLimits.DEFAULT.stallMillis());
        this.sockets = Sockets.linking(links, loop, limits);
    }

    /** Starts everything, or leaves nothing behind. */
    static SpiceServer start(ServerOptions options) throws IOException {
        Optional<TlsMaterial> material =
                options.tls().isPresent() ? Optional.of(material(options.tls().get())) : Optional.empty();
        RunningServer server = construct(options, material, EventLoops.take());
        try {
            server.attachGuest();
            server.rehearsals.endDisplayByFirstViewer(server.state.events());
            server.listen();
            server.rehearsals.beginMoves(server.state.events());
            return server;
        } catch (IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static RunningServer construct(ServerOptions options, Optional<TlsMaterial> material, NettyLoop loop) {
        TicketKeyPool keys = null;
        try {
            keys = TicketKeyPool.start(readyKeys(options));
            GuestParts asked = joined(CompletableFuture.supplyAsync(() -> GuestParts.of(options.guest()), loop));
            return new RunningServer(options, material, asked, loop, keys);
        } catch (RuntimeException | Error e) {
            if (keys != null) {
                keys.close();
            }
            loop.release().toCompletableFuture().join();
            throw e;
        }
    }

    /** Without ticketing links share a key that changes now and then, so one ahead is enough. */
    private static int readyKeys(ServerOptions options) {
        return options.ticketing() ? TicketKeyPool.READY_KEYS : 1;
    }

    @Override
    public List<Endpoint> endpoints() {
        return listeners.stream().map(SpiceListener::endpoint).toList();
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public UUID uuid() {
        return options.uuid();
    }

    @Override
    public CompletionStage<GuestStatus> status() {
        return onLoop(state::status);
    }

    @Override
    public CompletionStage<SpiceInfo> info() {
        return onLoop(() -> new SpiceInfo(
                firstEndpoint(false),
                firstEndpoint(true),
                options.ticketing(),
                state.isClientMouse(),
                state.clientChannels()));
    }

    @Override
    public CompletionStage<Void> resume() {
        return onLoop(state::resume);
    }

    @Override
    public CompletionStage<Void> pause() {
        return onLoop(state::pause);
    }

    @Override
    public CompletionStage<Void> reset() {
        return onLoop(state::reset);
    }

    @Override
    public CompletionStage<Void> powerDown() {
        return onLoop(state::powerDown);
    }

    @Override
    public CompletionStage<InputOutcome> sendInput(List<InputEvent> events) {
        return sendInput(0, OptionalInt.empty(), events);
    }

    @Override
    public CompletionStage<InputOutcome> sendInput(int display, List<InputEvent> events) {
        return sendInput(display, OptionalInt.empty(), events);
    }

    @Override
    public CompletionStage<InputOutcome> sendInput(int display, int head, List<InputEvent> events) {
        return sendInput(display, OptionalInt.of(head), events);
    }

    private CompletionStage<InputOutcome> sendInput(int display, OptionalInt head, List<InputEvent> events) {
        List<InputEvent> copy = List.copyOf(events);
        return onLoop(() -> state.sendInput(display, head, copy));
    }

    @Override
    public CompletionStage<Void> typeKeys(List<Integer> scancodes, long holdMillis) {
        List<InputEvent.Key> keys = scancodes.stream()
                .map(scancode -> new InputEvent.Key(scancode, true))
                .toList();
        return onLoop(() -> state.typeKeys(keys, holdMillis));
    }

    @Override
    public CompletionStage<Void> setPassword(char[] password, ConnectedClients connected) {
        try {
            Ticket ticket = Ticket.of(password);
            return onLoop(() -> state.setPassword(ticket, connected));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<Void> expirePassword(PasswordExpiry expiry) {
        return onLoop(() -> state.expirePassword(expiry));
    }

    @Override
    public CompletionStage<ServerStats> stats() {
        return onLoop(() -> new ServerStats(serverCounts(), state.clientStats()));
    }

    @Override
    public Migration migration() {
        return migration;
    }

    @Override
    public CompletionStage<Screenshot> screenshot() {
        return screenshot(0);
    }

    @Override
    public CompletionStage<Screenshot> screenshot(int display) {
        return onLoop(() -> state.screenshot(display, OptionalInt.empty()));
    }

    @Override
    public CompletionStage<Screenshot> screenshot(int display, int head) {
        return onLoop(() -> state.screenshot(display, OptionalInt.of(head)));
    }

    @Override
    public Subscription subscribe(Consumer<ServerEvent> observer) {
        EventBus events = state.events();
        events.add(observer);
        return () -> events.remove(observer);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        synchronized (closing) {
            if (!isClosing) {
                isClosing = true;
                loop.execute(() -> state.moves().whenClientsHaveGone(this::closeAll));
            }
        }
        return closed.minimalCompletionStage();
    }

    @Override
    public void close() {
        CompletionStage<Void> ended = shutdown();
        if (!loop.inLoop()) {
            ended.toCompletableFuture().join();
            keys.close();
            awaitHelpers();
        }
    }

    /** The last handshake's signature, or the last picture, may still be computed for some milliseconds. */
    private void awaitHelpers() {
        try {
            if (!handshakes.awaitTermination(FLUSH_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("server A TLS handshake goes on after the server's end");
            }
            if (!workers.awaitEnd(FLUSH_MILLIS)) {
                LOG.warn("server A picture is being compressed after the server's end");
            }
            rehearsals.awaitEnd(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Counter, Long> serverCounts() {
        Map<Counter, Long> counts = state.surfaceCounts();
        counts.put(Counter.LONGEST_TASK, TimeUnit.NANOSECONDS.toMicros(loop.longestTaskNanos()));
        Runtime runtime = Runtime.getRuntime();
        counts.put(Counter.HEAP, runtime.totalMemory() - runtime.freeMemory());
        counts.put(Counter.DIRECT_MEMORY, EventLoops.directBytes());
        return counts;
    }

    private void attachGuest() {
        joined(onLoop(() -> state.start(options.startPaused(), options.incoming())));
    }

    /** What the loop threw is what the embedder wants to see. */
    private static <T extends @Nullable Object> T joined(CompletionStage<T> asked) {
        try {
            return asked.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    private void closeAll() {
        List<CompletableFuture<Void>> unbound =
                listeners.stream().map(SpiceListener::close).toList();
        guarded(state::close);
        guarded(hosts::closeAll);
        CompletableFuture.allOf(unbound.toArray(CompletableFuture<?>[]::new))
                .handle((done, failed) -> sockets.closeAll(FLUSH_MILLIS))
                .thenCompose(emptied -> emptied)
                .handle((done, failed) -> {
                    // Clients that went have let go of keys and pictures; only now nothing more can reach the guest.
                    guarded(state::closeGuest);
                    keys.stop();
                    handshakes.shutdown();
                    workers.shutdown();
                    return loop.release();
                })
                .thenCompose(released -> released)
                .whenComplete((done, failed) -> {
                    if (!listeners.isEmpty()) {
                        LOG.info("server Closed");
                    }
                    closed.complete(null);
                });
    }

    /** Whatever fails on the way, the rest is closed too, or whoever waits for the end would wait for ever. */
    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("server A step of closing failed", e);
        }
    }

    private void listen() throws IOException {
        for (Listening each : options.addresses()) {
            listeners.add(
                    SpiceListener.bind(loop, each.address(), each.encrypted() ? tls.orElseThrow() : null, sockets));
        }
        for (SpiceListener listener : listeners) {
            LOG.info("server Listening address={} tls={}", listener.endpoint(), listener.isEncrypted());
        }
    }

    private static TlsMaterial material(TlsFiles files) throws IOException {
        if (files instanceof TlsFiles.SelfSigned selfSigned) {
            return SelfSigned.inDirectory(selfSigned.directory(), Instant.now());
        }
        if (files instanceof TlsFiles.Directory directory) {
            return TlsMaterial.fromDirectory(directory.directory());
        }
        TlsFiles.Files each = (TlsFiles.Files) files;
        return TlsMaterial.fromFiles(
                each.key(), each.certificate(), each.authority().orElse(null));
    }

    private Optional<Endpoint> firstEndpoint(boolean encrypted) {
        return listeners.stream()
                .filter(listener -> listener.isEncrypted() == encrypted)
                .map(SpiceListener::endpoint)
                .findFirst();
    }

    private CompletionStage<Void> onLoop(Runnable task) {
        return onLoop(() -> {
            task.run();
            return null;
        });
    }

    /** Runs a task on the loop after those before it; what it throws fails the stage. */
    private <T extends @Nullable Object> CompletionStage<T> onLoop(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (closing) {
            if (isClosing) {
                result.completeExceptionally(new IllegalStateException("server: expected to be open"));
                return result.minimalCompletionStage();
            }
            loop.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    // An error too: whoever asked must not wait for ever.
                    result.completeExceptionally(e);
                }
            });
        }
        return result.minimalCompletionStage();
    }
}
