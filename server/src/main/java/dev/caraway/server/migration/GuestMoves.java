package dev.caraway.server.migration;

import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.SessionChannel;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All moves of one server's guest, away and to here, as management asks for them. On the loop only.
 *
 * <p>One move is under way at most; the clients' part of it is {@link MigrationSource}'s and {@link MigrationTarget}'s.
 */
public final class GuestMoves {

    private static final Logger LOG = LoggerFactory.getLogger(GuestMoves.class);

    /** A process that shall end waits so long for clients that change hosts. */
    private static final long LEAVING_SECONDS = 20;

    /** A client answers within so long, or never. */
    private static final long ANSWER_SECONDS = 10;

    private static final long LOOK_MILLIS = 20;

    private final Loop loop;
    private final MoveParts parts;
    private final StreamSockets sockets;
    private final MoveReports reports;
    private final MoveProgress progress;
    private final Settling settling;
    private final MigrationSource source;
    private final MigrationTarget target;
    private final MoveLimits limits = new MoveLimits();
    private final List<Runnable> afterAnnouncement = new ArrayList<>();
    /** What clients are told once all of them have settled. */
    private Optional<DstInfo> announcement = Optional.empty();

    private Optional<OutgoingMove> outgoing = Optional.empty();
    private Optional<IncomingMove> incoming = Optional.empty();
    private boolean awaitsGuest;
    private boolean areClientsMigrated;

    /**
     * @param parts what moves
     * @param sockets the way to other hosts
     * @param isSeamless whether clients keep what they have
     * @param takesUnproven whether those who come keep it although no stream vouches for them
     */
    public GuestMoves(
            Loop loop,
            MoveParts parts,
            StreamSockets sockets,
            Sessions sessions,
            MoveReports reports,
            boolean isSeamless,
            boolean takesUnproven) {
        this.loop = loop;
        this.parts = parts;
        this.sockets = sockets;
        this.reports = new Noting(new MoveLog(sessions, this::progress, reports));
        this.progress = new MoveProgress(loop, this.reports);
        this.settling = new Settling(loop, sessions, parts.offered());
        this.source = new MigrationSource(
                loop,
                sessions,
                parts.vouching(),
                new CurrentMove(),
                this.reports,
                MigrationTimes.DEFAULT,
                settling,
                isSeamless);
        // What becomes of clients that come it tells the log itself.
        this.target = new MigrationTarget(loop, sessions, parts.vouching(), reports, takesUnproven);
        sessions.movedBy(source);
    }

    /** Who lets clients in that come from another host. */
    public MigrationTarget target() {
        return target;
    }

    public MoveProgress progress() {
        return progress;
    }

    /** Whether it was ever told that no client needs this server any more. */
    public boolean areClientsMigrated() {
        return areClientsMigrated;
    }

    /** The guest comes from another host. */
    public void awaitGuest() {
        awaitsGuest = true;
        target.arm();
    }

    /**
     * Tells clients where the guest will go.
     *
     * @throws IllegalStateException while it moves, or is not here
     */
    public void announce(DstInfo destination) {
        if (awaitsGuest) {
            throw new IllegalStateException("guest: expected to be here");
        }
        source.requireAnnounceable();
        if (outgoing.isPresent() && !outgoing.get().takesMoreClients()) {
            // The target knows by now who comes.
            throw new IllegalStateException("migration: expected none under way");
        }
        MoveLog.announced(destination);
        boolean isAwaited = announcement.isPresent();
        announcement = Optional.of(destination);
        // Who waits already tells clients of the newest destination.
        if (!isAwaited) {
            long deadline = loop.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
            settling.whenSettled(() -> announceWhenAnswered(deadline));
        }
        parts.listener().onAnnounced();
    }

    /**
     * A client that still tries to link itself to a target that was called off would be told of the next one meanwhile, and
     * that target would take the end of these links for the end of the client.
     */
    private void announceWhenAnswered(long deadlineNanos) {
        if (source.awaitsStaleAnswers() && loop.nanoTime() - deadlineNanos < 0) {
            loop.schedule(LOOK_MILLIS, () -> announceWhenAnswered(deadlineNanos));
        } else {
            announceWhatIsDue();
        }
    }

    private void announceWhatIsDue() {
        announcement.ifPresent(source::announce);
        announcement = Optional.empty();
        List<Runnable> due = List.copyOf(afterAnnouncement);
        afterAnnouncement.clear();
        due.forEach(Runnable::run);
    }

    /**
     * Moves the guest to a host that listens there.
     *
     * @throws IllegalStateException if it cannot move now
     */
    public void startTo(HostAddress address) {
        requireMovable();
        if (parts.state().isEmpty()) {
            throw new IllegalStateException("guest: expected one whose state can move");
        }
        begin(OutgoingMove.toHost(loop, parts, source, progress, limits, sockets, address));
    }

    /**
     * Moves the clients alone, to a server that hears of nobody else.
     *
     * @throws IllegalStateException if the guest cannot move now
     */
    public void startWithoutStream() {
        requireMovable();
        begin(OutgoingMove.withoutStream(loop, parts, source, progress, limits));
    }

    private void begin(OutgoingMove move) {
        outgoing = Optional.of(move);
        progress.begin(false);
        parts.listener().onStarted();
        if (announcement.isPresent()) {
            afterAnnouncement.add(move::start);
        } else {
            move.start();
        }
    }

    private void requireMovable() {
        if (progress.status().isUnderWay() || source.isBusy()) {
            throw new IllegalStateException("migration: expected none under way");
        }
        if (awaitsGuest || parts.control().isElsewhere()) {
            throw new IllegalStateException("guest: expected to be here");
        }
    }

    /** Ends a move that is under way, as far as that can be; and calls off what clients were yet to be told. */
    public void cancel() {
        announcement = Optional.empty();
        afterAnnouncement.clear();
        outgoing.ifPresent(OutgoingMove::cancel);
        if (progress.status() == MigrationStatus.NONE && source.isAnnounced()) {
            source.fail();
        }
    }

    public void pauseBeforeSwitchover(boolean pause) {
        limits.pauseBeforeSwitchover(pause);
    }

    /**
     * Lets a guest go that waits before the switchover.
     *
     * @throws IllegalStateException if none does
     */
    public void proceed() {
        if (progress.status() != MigrationStatus.PRE_SWITCHOVER) {
            throw new IllegalStateException(
                    "migration: expected to wait before the switchover, got " + progress.status());
        }
        outgoing.ifPresent(OutgoingMove::proceed);
    }

    public void maxBandwidth(long bytesPerSecond) {
        limits.bytesPerSecond(bytesPerSecond);
        outgoing.ifPresent(OutgoingMove::onLimits);
    }

    public void downtimeLimit(long millis) {
        limits.downtimeMillis(millis);
    }

    /** Waits for the guest; completes with the port once somebody may connect. */
    public CompletionStage<OptionalInt> listen(HostAddress address) {
        if (!awaitsGuest) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("migration: expected a server that was started to await a guest"));
        }
        if (incoming.isPresent()) {
            return CompletableFuture.failedStage(new IllegalStateException("migration: expected to listen once"));
        }
        IncomingMove move = new IncomingMove(loop, parts, target, progress, this::onGuestArrived);
        incoming = Optional.of(move);
        return sockets.listen(address, move)
                .whenComplete((bound, failure) -> {
                    if (failure != null) {
                        incoming = Optional.empty();
                    } else {
                        progress.begin(true);
                        target.awaitStream();
                        move.listensOn(bound);
                    }
                })
                .thenApply(bound -> OptionalInt.of(bound.port()));
    }

    /**
     * Management lets a guest run that was to come from another host, of which nobody speaks over a stream: it starts here.
     *
     * @return whether that is so
     */
    public boolean startsGuestWithoutStream() {
        if (!awaitsGuest || incoming.isPresent()) {
            return false;
        }
        awaitsGuest = false;
        parts.control().arrive();
        target.onGuestStartedWithoutStream();
        return true;
    }

    private void onGuestArrived() {
        awaitsGuest = false;
    }

    /** Runs {@code task} once no client is on its way to another host, or after a while. */
    public void whenClientsHaveGone(Runnable task) {
        if (!source.isBusy()) {
            task.run();
            return;
        }
        LOG.info("server Waiting for clients that change hosts");
        pollGone(loop.nanoTime() + TimeUnit.SECONDS.toNanos(LEAVING_SECONDS), task);
    }

    private void pollGone(long deadlineNanos, Runnable task) {
        if (source.isBusy() && loop.nanoTime() - deadlineNanos < 0) {
            loop.schedule(LOOK_MILLIS, () -> pollGone(deadlineNanos, task));
        } else {
            task.run();
        }
    }

    /** The server closes. */
    public void close() {
        outgoing.ifPresent(OutgoingMove::close);
        incoming.ifPresent(IncomingMove::close);
    }

    /** What clients wait for is up to the move that is under way. */
    private final class CurrentMove implements Cutover {

        private OutgoingMove move() {
            return outgoing.orElseThrow(() -> new AssertionError("migration: expected a move"));
        }

        @Override
        public boolean takesMoreClients() {
            return outgoing.isEmpty() || outgoing.get().takesMoreClients();
        }

        @Override
        public boolean hasStream() {
            return move().hasStream();
        }

        @Override
        public void stopGuest() {
            move().stopGuest();
        }

        @Override
        public void resumeGuest() {
            parts.control().stayHere();
        }

        @Override
        public void completeSnapshot() {
            move().completeSnapshot();
        }

        @Override
        public void sendRun() {
            move().sendRun();
        }

        @Override
        public Bytes migrateData(SessionChannel channel) {
            return move().migrateData(channel);
        }

        @Override
        public void forward(SessionChannel channel, List<ClientBytes> kept) {
            move().forward(channel, kept);
        }

        @Override
        public void releaseClient(int connectionId) {
            outgoing.ifPresent(move -> move.releaseClient(connectionId));
        }

        @Override
        public void releaseTarget() {
            outgoing.ifPresent(OutgoingMove::releaseTarget);
        }
    }

    /** Keeps in mind what was said for good, and tells the monitor in its own words. */
    private final class Noting implements MoveReports {

        private final MoveReports told;
        /** No client needs this server any more, which is told behind what became of the move, as QEMU does. */
        private boolean owesClientsMigrated;

        Noting(MoveReports told) {
            this.told = told;
        }

        @Override
        public void onStatus(MigrationStatus status) {
            told.onStatus(status);
            if (outgoing.isPresent() && !status.isUnderWay()) {
                parts.listener().onCompleted(status == MigrationStatus.COMPLETED);
            }
            if (owesClientsMigrated && !status.isUnderWay()) {
                tellClientsMigrated();
            }
        }

        @Override
        public void onPass(long pass) {
            told.onPass(pass);
        }

        @Override
        public void onClientMove(int connectionId, ClientMove move, String reason) {
            told.onClientMove(connectionId, move, reason);
        }

        @Override
        public void onClientsMigrated() {
            if (progress.status().isUnderWay()) {
                owesClientsMigrated = true;
            } else {
                tellClientsMigrated();
            }
            outgoing.ifPresent(OutgoingMove::onClientsDone);
        }

        private void tellClientsMigrated() {
            owesClientsMigrated = false;
            areClientsMigrated = true;
            told.onClientsMigrated();
            parts.listener().onDrained();
        }

        @Override
        public void onClientsStay() {
            told.onClientsStay();
            if (!progress.isIncoming() && progress.status() == MigrationStatus.COMPLETED) {
                // The target died when it had the guest: the move is over, and nothing of it is left to be waited for.
                tellClientsMigrated();
            }
            outgoing.ifPresent(OutgoingMove::onClientsDone);
        }
    }
}
