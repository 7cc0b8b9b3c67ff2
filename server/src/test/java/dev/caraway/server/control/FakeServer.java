package dev.caraway.server.control;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.ConnectedClients;
import dev.caraway.server.GuestStatus;
import dev.caraway.server.InputEvent;
import dev.caraway.server.InputOutcome;
import dev.caraway.server.Migration;
import dev.caraway.server.PasswordExpiry;
import dev.caraway.server.Screenshot;
import dev.caraway.server.ServerStats;
import dev.caraway.server.SpiceInfo;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A server that shows nothing: what it is asked takes effect in a later turn of its loop, as the real one's does. */
final class FakeServer implements SpiceServer {

    static final Endpoint PLAIN = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(5977));

    private final Executor loop;
    private final List<Consumer<ServerEvent>> observers = new ArrayList<>();

    String name = "probe";
    GuestStatus status = GuestStatus.PRELAUNCH;
    boolean ticketing = true;
    Optional<Endpoint> plain = Optional.of(PLAIN);
    List<ClientChannel> channels = List.of();
    String password = "first";
    PasswordExpiry expiry = new PasswordExpiry.Never();
    ConnectedClients connected = ConnectedClients.KEEP;
    Optional<Screenshot> picture = Optional.of(
            new Screenshot(2, 1, Bytes.wrap(new byte[] {0x10, 0x20, 0x30, 0, (byte) 0xff, (byte) 0x80, 0x40, 0})));
    final List<InputEvent> inputs = new ArrayList<>();
    final List<String> typed = new ArrayList<>();
    ServerStats stats = new ServerStats(Map.of(), List.of());
    final ScriptedMigration migration;
    boolean closed;

    FakeServer(Executor loop) {
        this.loop = loop;
        this.migration = new ScriptedMigration(this, loop);
    }

    void emit(ServerEvent event) {
        List.copyOf(observers).forEach(observer -> observer.accept(event));
    }

    int observers() {
        return observers.size();
    }

    @Override
    public List<Endpoint> endpoints() {
        return plain.stream().toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public UUID uuid() {
        return UUID.fromString("12345678-1234-5678-9abc-def012345678");
    }

    @Override
    public CompletionStage<GuestStatus> status() {
        return later(() -> status);
    }

    @Override
    public CompletionStage<SpiceInfo> info() {
        return later(() -> new SpiceInfo(plain, Optional.empty(), ticketing, false, channels));
    }

    @Override
    public CompletionStage<Void> resume() {
        return laterDo(() -> {
            if (status != GuestStatus.RUNNING && status != GuestStatus.INMIGRATE) {
                status = GuestStatus.RUNNING;
                emit(new ServerEvent.Resumed());
            }
        });
    }

    @Override
    public CompletionStage<Void> pause() {
        return laterDo(() -> {
            if (status == GuestStatus.RUNNING) {
                status = GuestStatus.PAUSED;
                emit(new ServerEvent.Paused());
            }
        });
    }

    @Override
    public CompletionStage<Void> reset() {
        return laterDo(() -> {
            if (status == GuestStatus.PAUSED) {
                status = GuestStatus.PRELAUNCH;
            }
            emit(new ServerEvent.Reset());
        });
    }

    @Override
    public CompletionStage<Void> powerDown() {
        return laterDo(() -> emit(new ServerEvent.PowerDown()));
    }

    @Override
    public CompletionStage<InputOutcome> sendInput(int display, List<InputEvent> events) {
        return sendInput(display, 0, events);
    }

    /** There is one display with one head. */
    @Override
    public CompletionStage<InputOutcome> sendInput(int display, int head, List<InputEvent> events) {
        if (display != 0 || head != 0) {
            return CompletableFuture.failedStage(new IllegalArgumentException("display: expected another"));
        }
        return sendInput(events);
    }

    @Override
    public CompletionStage<InputOutcome> sendInput(List<InputEvent> events) {
        return later(() -> {
            if (status != GuestStatus.RUNNING) {
                return InputOutcome.GUEST_STOPPED;
            }
            if (events.stream().anyMatch(InputEvent.Place.class::isInstance)) {
                return InputOutcome.NO_ABSOLUTE_POINTER;
            }
            inputs.addAll(events);
            return InputOutcome.DELIVERED;
        });
    }

    @Override
    public CompletionStage<Void> typeKeys(List<Integer> scancodes, long holdMillis) {
        return laterDo(() -> typed.add(scancodes + " held for " + holdMillis));
    }

    @Override
    public CompletionStage<Void> setPassword(char[] newPassword, ConnectedClients clients) {
        char[] copy = Arrays.copyOf(newPassword, newPassword.length);
        return laterDo(() -> {
            if (!ticketing) {
                throw new IllegalStateException("password: expected ticketing");
            }
            String text = new String(copy);
            if (text.length() > 60 || text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("password: expected at most 60 bytes without NUL");
            }
            password = text;
            connected = clients;
        });
    }

    @Override
    public CompletionStage<Void> expirePassword(PasswordExpiry newExpiry) {
        return laterDo(() -> expiry = newExpiry);
    }

    @Override
    public CompletionStage<ServerStats> stats() {
        return later(() -> stats);
    }

    @Override
    public Migration migration() {
        return migration;
    }

    @Override
    public CompletionStage<Screenshot> screenshot() {
        return later(() -> picture.orElseThrow(() -> new IllegalStateException("screenshot: expected a surface")));
    }

    @Override
    public CompletionStage<Screenshot> screenshot(int display) {
        return screenshot(display, 0);
    }

    /** It has one display with one head. */
    @Override
    public CompletionStage<Screenshot> screenshot(int display, int head) {
        return display == 0 && head == 0
                ? screenshot()
                : CompletableFuture.failedStage(new IllegalArgumentException("display " + display + " head " + head));
    }

    @Override
    public Subscription subscribe(Consumer<ServerEvent> observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return laterDo(() -> {
            if (!closed) {
                closed = true;
                emit(new ServerEvent.ShuttingDown(false));
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private CompletionStage<Void> laterDo(Runnable task) {
        return later(() -> {
                    task.run();
                    return true;
                })
                .thenAccept(done -> {});
    }

    private <T> CompletionStage<T> later(Supplier<T> answer) {
        return CompletableFuture.supplyAsync(answer, loop);
    }
}
