package dev.caraway.server.control;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.Migration;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.MigrationInfo;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Moves that go as far as a test says: it writes down what it is asked, and begins, but nothing comes of it by itself. */
final class ScriptedMigration implements Migration {

    static final int FREE_PORT = 40_029;

    private final FakeServer server;
    private final Executor loop;
    final List<String> asked = new ArrayList<>();
    MigrationStatus status = MigrationStatus.NONE;
    boolean isIncoming;
    boolean isSettled;
    long passes;
    private Optional<String> error = Optional.empty();
    private boolean areClientsMigrated;
    private boolean ranBefore;

    ScriptedMigration(FakeServer server, Executor loop) {
        this.server = server;
        this.loop = loop;
    }

    /** The move has come so far; the guest is where it has to be then. */
    void reach(MigrationStatus next) {
        status = next;
        if (!isIncoming && next == MigrationStatus.PRE_SWITCHOVER) {
            standStill();
        } else if (!isIncoming && next == MigrationStatus.COMPLETED) {
            server.status = GuestStatus.POSTMIGRATE;
        }
        server.emit(new ServerEvent.MigrationChanged(next));
    }

    /** The guest stands still for the move. */
    void standStill() {
        if (server.status == GuestStatus.RUNNING) {
            ranBefore = true;
            server.emit(new ServerEvent.Paused());
        }
        server.status = GuestStatus.FINISH_MIGRATE;
    }

    /** It runs here, as it has come, or stays after all. */
    void letRun() {
        server.status = GuestStatus.RUNNING;
        server.emit(new ServerEvent.Resumed());
    }

    void pass() {
        passes++;
        server.emit(new ServerEvent.MigrationPassed(passes));
    }

    void fail(String reason) {
        error = Optional.of(reason);
        if (server.status == GuestStatus.FINISH_MIGRATE && ranBefore) {
            letRun();
        }
        reach(MigrationStatus.FAILED);
    }

    void migrateClients() {
        areClientsMigrated = true;
        server.emit(new ServerEvent.ClientsMigrated());
    }

    void moveClient(int connectionId, ClientMove move, String reason) {
        server.emit(new ServerEvent.ClientMoved(connectionId, move, reason));
    }

    @Override
    public CompletionStage<Void> announce(MigrationDestination destination) {
        return laterDo(() -> {
            if (server.status == GuestStatus.INMIGRATE) {
                throw new IllegalStateException("guest: expected to be here");
            }
            asked.add("announce " + destination);
        });
    }

    @Override
    public CompletionStage<Void> start(MigrationAddress destination) {
        return laterDo(() -> {
            if (status.isUnderWay() || isSettled) {
                throw new IllegalStateException("migration: expected none under way");
            }
            asked.add("start " + destination);
            error = Optional.empty();
            passes = 0;
            ranBefore = false;
            isIncoming = false;
            reach(MigrationStatus.SETUP);
        });
    }

    @Override
    public CompletionStage<Void> cancel() {
        return laterDo(() -> {
            asked.add("cancel");
            if (status.isUnderWay() && !isIncoming) {
                reach(MigrationStatus.CANCELLING);
            }
        });
    }

    @Override
    public CompletionStage<Void> pauseBeforeSwitchover(boolean pause) {
        return laterDo(() -> asked.add("pause before switchover " + pause));
    }

    @Override
    public CompletionStage<Void> proceed() {
        return laterDo(() -> asked.add("proceed"));
    }

    @Override
    public CompletionStage<Void> maxBandwidth(long bytesPerSecond) {
        return laterDo(() -> asked.add("bandwidth " + bytesPerSecond));
    }

    @Override
    public CompletionStage<Void> downtimeLimit(long millis) {
        return laterDo(() -> asked.add("downtime " + millis));
    }

    @Override
    public CompletionStage<OptionalInt> listen(MigrationAddress.Host address) {
        return later(() -> {
            if (address.host().equals("taken")) {
                throw new UncheckedIOException(new IOException("cannot listen on taken: address already in use"));
            }
            asked.add("listen " + address);
            isIncoming = true;
            reach(MigrationStatus.SETUP);
            return OptionalInt.of(address.port() == 0 ? FREE_PORT : address.port());
        });
    }

    @Override
    public CompletionStage<MigrationInfo> info() {
        return later(() -> new MigrationInfo(
                status, isIncoming, error, 507, 1, 24, 147_468, 0, 67_108_864, 250_000, passes, areClientsMigrated));
    }

    private CompletionStage<Void> laterDo(Runnable task) {
        return later(() -> {
                    task.run();
                    return true;
                })
                .thenAccept(done -> {});
    }

    private <T> CompletionStage<T> later(Supplier<T> answer) {
        CompletableFuture<T> later = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                later.complete(answer.get());
            } catch (UncheckedIOException e) {
                later.completeExceptionally(new CompletionException(e.getCause()));
            } catch (RuntimeException e) {
                later.completeExceptionally(e);
            }
        });
        return later;
    }
}
