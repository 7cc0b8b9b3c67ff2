package dev.caraway.server;

import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.migration.GuestMoves;
import dev.caraway.server.migration.MoveProgress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The thin shell around a server's moves: every call becomes a task of the loop. */
final class RunningMigration implements Migration {

    /** Runs a task on the server's loop. */
    interface OnLoop {

        <T extends @Nullable Object> CompletionStage<T> run(Callable<T> task);
    }

    private final OnLoop loop;
    private final Supplier<GuestMoves> movesOnLoop;

    RunningMigration(OnLoop loop, Supplier<GuestMoves> movesOnLoop) {
        this.loop = loop;
        this.movesOnLoop = movesOnLoop;
    }

    @Override
    public CompletionStage<Void> announce(MigrationDestination destination) {
        DstInfo target = new DstInfo(
                destination.port().orElse(0),
                destination.tlsPort().orElse(0),
                destination.host(),
                destination.certificateSubject().orElse(null));
        return onLoop(moves -> moves.announce(target));
    }

    @Override
    public CompletionStage<Void> start(MigrationAddress destination) {
        if (destination instanceof MigrationAddress.Host host) {
            return onLoop(moves -> moves.startTo(hostAddress(host)));
        }
        return onLoop(GuestMoves::startWithoutStream);
    }

    @Override
    public CompletionStage<Void> cancel() {
        return onLoop(GuestMoves::cancel);
    }

    @Override
    public CompletionStage<Void> pauseBeforeSwitchover(boolean pause) {
        return onLoop(moves -> moves.pauseBeforeSwitchover(pause));
    }

    @Override
    public CompletionStage<Void> proceed() {
        return onLoop(GuestMoves::proceed);
    }

    @Override
    public CompletionStage<Void> maxBandwidth(long bytesPerSecond) {
        requireNotNegative("bandwidth", bytesPerSecond);
        return onLoop(moves -> moves.maxBandwidth(bytesPerSecond));
    }

    @Override
    public CompletionStage<Void> downtimeLimit(long millis) {
        requireNotNegative("downtime", millis);
        return onLoop(moves -> moves.downtimeLimit(millis));
    }

    @Override
    public CompletionStage<OptionalInt> listen(MigrationAddress.Host address) {
        return loop.run(() -> movesOnLoop.get().listen(hostAddress(address))).thenCompose(listening -> listening);
    }

    private static HostAddress hostAddress(MigrationAddress.Host address) {
        return new HostAddress(
                address.host(),
                address.port(),
                address instanceof MigrationAddress.Tls tls ? Optional.of(tls.certifiedName()) : Optional.empty());
    }

    @Override
    public CompletionStage<MigrationInfo> info() {
        return loop.run(() -> {
            GuestMoves moves = movesOnLoop.get();
            MoveProgress progress = moves.progress();
            return new MigrationInfo(
                    progress.status(),
                    progress.isIncoming(),
                    progress.error(),
                    progress.totalMillis(),
                    progress.setupMillis(),
                    progress.downtimeMillis(),
                    progress.transferredBytes(),
                    progress.remainingBytes(),
                    progress.totalBytes(),
                    progress.bytesPerSecond(),
                    progress.passes(),
                    moves.areClientsMigrated());
        });
    }

    private static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " " + value + ": expected 0 or more");
        }
    }

    private CompletionStage<Void> onLoop(Consumer<GuestMoves> task) {
        return loop.run(() -> {
            task.accept(movesOnLoop.get());
            return null;
        });
    }
}
