package dev.caraway.server.migration;

import dev.caraway.migration.data.Extension;
import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.migration.stream.MovingSession;
import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.SourceFrame.BlobDigest;
import dev.caraway.migration.stream.SourceFrame.CancelMove;
import dev.caraway.migration.stream.SourceFrame.GuestStopped;
import dev.caraway.migration.stream.SourceFrame.Hello;
import dev.caraway.migration.stream.SourceFrame.Recall;
import dev.caraway.migration.stream.SourceFrame.Run;
import dev.caraway.migration.stream.SourceFrame.SessionList;
import dev.caraway.migration.stream.SourceFrame.SnapshotComplete;
import dev.caraway.migration.stream.SourceFrame.SourceAlive;
import dev.caraway.migration.stream.StreamDecoder;
import dev.caraway.migration.stream.StreamEncoder;
import dev.caraway.migration.stream.StreamException;
import dev.caraway.migration.stream.StreamOrder;
import dev.caraway.migration.stream.TargetFrame;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One move of the guest to another host, from its beginning to its end. On the loop only.
 *
 * <p>While the guest runs, what there is is copied ({@link LiveCopy}); then everybody's inputs change hosts, the guest
 * stops, what is left follows, and with {@code run} the guest is the target's.
 */
final class OutgoingMove {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingMove.class);

    private static final long CONNECT_MILLIS = 10_000;

    /** Between two signs of life. */
    private static final long ALIVE_MILLIS = 2_000;

    /** A target that says nothing for so long is gone. */
    private static final long SILENCE_MILLIS = 10_000;

    /** How long a guest that stands still waits for a client that takes its last pictures. */
    private static final long DRAIN_MILLIS = 250;

    /** How far it has come. */
    private enum Phase {
        CONNECTING,
        COPYING,
        /** Everything but the last changes is copied; clients change hosts with their inputs. */
        SWITCHING,
        /** The guest stands still, and management has not let it go. */
        HELD,
        COLLECTING,
        SNAPSHOT_COMPLETE,
        RUN_SAID,
        TAKEN,
        /** Clients come back, and the target hears of each when it has. */
        FAILED,
        OVER
    }

    private final Loop loop;
    private final MoveParts parts;
    private final MigrationSource source;
    private final MoveProgress progress;
    private final MoveLimits limits;
    private final Optional<Target> target;
    private final StreamOrder order = new StreamOrder();
    private final StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
    private final Bytes migrationId = randomId();
    private Phase phase = Phase.CONNECTING;
    private @Nullable StreamSocket socket;
    private @Nullable LiveCopy copy;
    private Loop.@Nullable Timer alive;
    private Loop.@Nullable Timer drainTimer;
    private long heardNanos;
    private boolean isSendingOver;
    private boolean isStopped;
    private Set<Integer> listed = Set.of();

    /** Where the stream goes. */
    private record Target(StreamSockets sockets, HostAddress address) {}

    private OutgoingMove(
            Loop loop,
            MoveParts parts,
            MigrationSource source,
            MoveProgress progress,
            MoveLimits limits,
            Optional<Target> target) {
        this.loop = loop;
        this.parts = parts;
        this.source = source;
        this.progress = progress;
        this.limits = limits;
        this.target = target;
    }

    static OutgoingMove toHost(
            Loop loop,
            MoveParts parts,
            MigrationSource source,
            MoveProgress progress,
            MoveLimits limits,
            StreamSockets sockets,
            HostAddress address) {
        return new OutgoingMove(loop, parts, source, progress, limits, Optional.of(new Target(sockets, address)));
    }

    static OutgoingMove withoutStream(
            Loop loop, MoveParts parts, MigrationSource source, MoveProgress progress, MoveLimits limits) {
        return new OutgoingMove(loop, parts, source, progress, limits, Optional.empty());
    }

    boolean takesMoreClients() {
        return (phase == Phase.CONNECTING && socket == null) || phase.compareTo(Phase.FAILED) >= 0;
    }

    boolean hasStream() {
        return target.isPresent();
    }

    void start() {
        if (phase != Phase.CONNECTING) {
            return;
        }
        if (target.isEmpty()) {
            phase = Phase.COPYING;
            progress.set(MigrationStatus.ACTIVE);
            progress.beginPass();
            switchOver();
            return;
        }
        Target to = target.get();
        to.sockets.connect(to.address, CONNECT_MILLIS, new TargetSpeaks()).whenComplete((connected, failure) -> {
            if (failure != null) {
                fail(String.valueOf(failure.getMessage()));
            } else if (phase == Phase.CONNECTING) {
                greet(connected);
            } else {
                connected.abort();
            }
        });
    }

    private void greet(StreamSocket connected) {
        socket = connected;
        heardNanos = loop.nanoTime();
        watch();
        connected.limit(limits.bytesPerSecond());
        String kind = parts.state().orElseThrow().kind();
        say(new Hello(kind, parts.name(), true));
        List<MovingSession> sessions = parts.sessions().all().stream()
                .filter(session -> !session.isClosing() && session.arrival().isEmpty())
                .filter(session -> session.has(DepartingClient.MAIN))
                .map(OutgoingMove::listed)
                .toList();
        listed = sessions.stream().map(MovingSession::connectionId).collect(Collectors.toUnmodifiableSet());
        say(new SessionList(sessions));
    }

    private static MovingSession listed(Session session) {
        List<ChannelId> linked = session.channels().stream()
                .map(channel -> channel.peer().channel())
                .toList();
        return new MovingSession(session.connectionId(), session.ticketProof(), true, linked, linked);
    }

    private void watch() {
        alive = loop.schedule(ALIVE_MILLIS, () -> {
            if (loop.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS)) {
                fail("the target has been silent for " + SILENCE_MILLIS / 1000 + " s");
            } else if (phase != Phase.OVER) {
                say(new SourceAlive());
                watch();
            }
        });
    }

    void onLimits() {
        if (socket != null) {
            socket.limit(limits.bytesPerSecond());
        }
    }

    private void onWelcome() {
        phase = Phase.COPYING;
        progress.set(MigrationStatus.ACTIVE);
        progress.beginPass();
        List<Session> sessions = parts.sessions().all().stream()
                .filter(session -> listed.contains(session.connectionId()))
                .toList();
        LiveCopy live = new LiveCopy(loop, parts, sessions, new Outlet(), this::onCopied, this::fail, progress);
        copy = live;
        live.begin();
    }

    /** Little is left to be copied. */
    private void onCopied() {
        if (phase == Phase.COPYING) {
            switchOver();
        }
    }

    private void switchOver() {
        phase = Phase.SWITCHING;
        if (source.isAnnounced()) {
            source.switchOver();
        } else {
            stopGuest();
        }
    }

    void stopGuest() {
        isStopped = true;
        progress.guestStopped();
        parts.control().stopForMove();
        if (limits.pauseBeforeSwitchover()) {
            phase = Phase.HELD;
            progress.set(MigrationStatus.PRE_SWITCHOVER);
        } else {
            collect();
        }
    }

    void proceed() {
        if (phase == Phase.HELD) {
            progress.set(MigrationStatus.DEVICE);
            collect();
        }
    }

    private void collect() {
        phase = Phase.COLLECTING;
        if (hasStream()) {
            say(new GuestStopped());
        }
        if (copy != null) {
            copy.saveRest(this::onGuestSaved);
        } else {
            onGuestSaved();
        }
    }

    /** The guest draws no more; but what it has drawn last may not have been shown to everybody. */
    private void onGuestSaved() {
        parts.shared().whenGuestHeard(() -> {
            if (phase == Phase.COLLECTING) {
                if (!hasStream()) {
                    moving().forEach(session -> session.channels().forEach(SessionChannel::letGo));
                }
                drainTimer = loop.schedule(DRAIN_MILLIS, this::stopSending);
                whenDrained(this::stopSending);
            }
        });
    }

    private void whenDrained(Runnable task) {
        whenDrained(parts.shared().displays().iterator(), task);
    }

    private static void whenDrained(Iterator<DisplayChannel> displays, Runnable task) {
        if (displays.hasNext()) {
            displays.next().whenDrained(() -> whenDrained(displays, task));
        } else {
            task.run();
        }
    }

    /** What clients could not be sent in time the target sends them. */
    private void stopSending() {
        if (drainTimer != null) {
            drainTimer.cancel();
            drainTimer = null;
        }
        if (phase == Phase.COLLECTING && !isSendingOver) {
            isSendingOver = true;
            moving().forEach(session -> session.channels().forEach(SessionChannel::stopSending));
            // What is being compressed is still sent.
            whenDrained(this::flush);
        }
    }

    private void flush() {
        if (phase != Phase.COLLECTING) {
            return;
        }
        if (copy != null) {
            copy.flush(this::complete);
        } else {
            complete();
        }
    }

    /** Everything there is was said, or is said in this turn of the loop. */
    private void complete() {
        if (phase != Phase.COLLECTING) {
            return;
        }
        phase = Phase.SNAPSHOT_COMPLETE;
        if (copy != null) {
            copy.close();
        }
        if (source.isAnnounced()) {
            source.guestStopped();
        } else {
            completeSnapshot();
            sendRun();
        }
        if (!hasStream()) {
            progress.guestTookOver();
            parts.control().hasMoved();
            phase = Phase.TAKEN;
            progress.set(MigrationStatus.COMPLETED);
            if (!source.isAnnounced()) {
                source.guestLeft();
                end();
            }
        }
    }

    void completeSnapshot() {
        List<Session> moving = moving();
        parts.sessions().all().stream()
                .filter(session -> !moving.contains(session))
                .forEach(session -> session.channels().forEach(SessionChannel::releaseInput));
        new SnapshotWriter(parts, this::say).write(moving);
        say(new SnapshotComplete(encoder.digest()));
        moving.forEach(session ->
                session.channels().forEach(channel -> channel.handover().holdBack()));
    }

    /** The clients that follow with all they have. */
    private List<Session> moving() {
        return parts.sessions().all().stream()
                .filter(session -> listed.contains(session.connectionId()) || !hasStream())
                .filter(session -> source.goesSeamlessly(session.connectionId()))
                .toList();
    }

    void sendRun() {
        phase = Phase.RUN_SAID;
        say(new Run());
    }

    Bytes migrateData(SessionChannel channel) {
        ChannelId id = channel.peer().channel();
        // Inputs change hosts before there is a snapshot that could be named.
        Optional<Extension> extension = hasStream() && id.type() != ChannelType.INPUTS
                ? Optional.of(new Extension(migrationId, encoder.digest()))
                : Optional.empty();
        Bytes body = new MigrateBlob(channel.migrateData().orElseThrow(), extension).encode(id.type());
        if (hasStream()) {
            say(new BlobDigest(channel.session().connectionId(), id, body.length(), MigrateBlob.digest(body)));
        }
        return body;
    }

    void forward(SessionChannel channel, List<ClientBytes> kept) {
        if (hasStream()) {
            say(new SourceFrame.KeptMessages(
                    channel.session().connectionId(), channel.peer().channel(), KeptMessages.encode(kept)));
        }
    }

    void releaseClient(int connectionId) {
        if (listed.contains(connectionId)) {
            say(new Recall(connectionId));
        }
    }

    void releaseTarget() {
        say(new CancelMove("the source has called the move off"));
    }

    /** Nothing of the clients is left to be done here. */
    void onClientsDone() {
        if (phase == Phase.TAKEN || phase == Phase.FAILED) {
            end();
        }
    }

    void cancel() {
        if (phase.compareTo(Phase.RUN_SAID) >= 0) {
            return;
        }
        progress.set(MigrationStatus.CANCELLING);
        stop("cancelled by management");
        progress.set(MigrationStatus.CANCELLED);
    }

    void fail(String reason) {
        if (phase.compareTo(Phase.FAILED) >= 0) {
            return;
        }
        LOG.warn("migration Failed reason={}", reason);
        boolean isDecided = phase == Phase.TAKEN;
        stop(reason);
        if (!isDecided) {
            progress.fail(reason);
        }
    }

    /** The server closes; who has been sent on already is not called back. */
    void close() {
        if (phase == Phase.TAKEN) {
            end();
        } else {
            fail("the server closes");
        }
    }

    /** Everybody stays, as far as that can be. */
    private void stop(String reason) {
        boolean mayResume = isStopped && (phase == Phase.HELD || phase == Phase.COLLECTING);
        boolean mayBeElsewhere = phase == Phase.SNAPSHOT_COMPLETE || phase == Phase.RUN_SAID;
        boolean isAnnounced = source.isAnnounced();
        if (copy != null) {
            copy.undo();
        }
        parts.shared().onStays();
        if (mayBeElsewhere) {
            // Only management may let it run here again.
            parts.control().hasMoved();
        }
        phase = Phase.FAILED;
        if (isAnnounced) {
            source.fail();
        } else {
            say(new CancelMove(reason));
            end();
            if (mayResume) {
                parts.control().stayHere();
            }
        }
        if (isSendingOver) {
            parts.sessions().all().stream()
                    .flatMap(session -> session.channels().stream())
                    .filter(channel -> channel.handover().letsMessagesOut())
                    .forEach(SessionChannel::resumeSending);
        }
    }

    private void end() {
        phase = Phase.OVER;
        if (alive != null) {
            alive.cancel();
        }
        if (drainTimer != null) {
            drainTimer.cancel();
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private void say(SourceFrame frame) {
        if (socket == null) {
            return;
        }
        try {
            order.admit(frame);
        } catch (StreamException e) {
            // After the last word there is nothing to say, and of clients that are gone neither.
            LOG.debug("migration Not said: {}", e.getMessage());
            return;
        }
        socket.send(encoder.encode(frame));
    }

    private static Bytes randomId() {
        byte[] id = new byte[Extension.MIGRATION_ID_BYTES];
        new SecureRandom().nextBytes(id);
        return Bytes.wrap(id);
    }

    /** What the copy may do with the stream. */
    private final class Outlet implements LiveCopy.Outlet {

        @Override
        public boolean isWritable() {
            return socket != null && socket.isWritable();
        }

        @Override
        public void say(SourceFrame frame) {
            OutgoingMove.this.say(frame);
        }
    }

    /** What comes from the target. */
    private final class TargetSpeaks implements StreamSocket.Listener, TargetFrame.Handler {

        private final StreamDecoder<TargetFrame> decoder = StreamDecoder.ofTarget();

        @Override
        public void onBytes(Bytes bytes) {
            heardNanos = loop.nanoTime();
            ByteBuffer arrived = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
            try {
                for (Optional<TargetFrame> frame = decoder.next(arrived);
                        frame.isPresent() && phase != Phase.OVER;
                        frame = decoder.next(arrived)) {
                    order.admit(frame.get());
                    frame.get().deliverTo(this);
                }
            } catch (StreamException e) {
                fail(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onWritable() {
            if (copy != null) {
                copy.proceed();
            }
        }

        @Override
        public void onClosed(Optional<String> reason) {
            socket = null;
            if (phase != Phase.OVER) {
                fail(reason.orElse("the target has closed the migrate stream"));
            }
        }

        @Override
        public void onWelcome(TargetFrame.Welcome frame) {
            if (phase == Phase.CONNECTING) {
                OutgoingMove.this.onWelcome();
            }
        }

        @Override
        public void onRefuse(TargetFrame.Refuse frame) {
            fail(frame.reason());
        }

        @Override
        public void onSessionRefused(TargetFrame.SessionRefused frame) {
            source.clientLost(frame.connectionId(), frame.reason());
        }

        @Override
        public void onRestored(TargetFrame.Restored frame) {
            source.clientRestored(frame.connectionId());
        }

        @Override
        public void onGuestRuns(TargetFrame.GuestRuns frame) {
            if (phase != Phase.RUN_SAID) {
                throw new StreamException("guest runs: expected after run, got it in " + phase);
            }
            phase = Phase.TAKEN;
            progress.guestTookOver();
            parts.control().hasMoved();
            parts.shared().onMoved();
            progress.set(MigrationStatus.COMPLETED);
            if (source.isAnnounced()) {
                source.guestTaken();
            } else {
                source.guestLeft();
                end();
            }
        }

        @Override
        public void onTaken(TargetFrame.Taken frame) {
            source.clientTaken(frame.connectionId());
        }

        @Override
        public void onLost(TargetFrame.Lost frame) {
            source.clientLost(frame.connectionId(), frame.reason());
        }

        @Override
        public void onProgress(TargetFrame.Progress frame) {}

        @Override
        public void onLinksClosed(TargetFrame.LinksClosed frame) {}

        @Override
        public void onTargetAlive(TargetFrame.TargetAlive frame) {}
    }
}
