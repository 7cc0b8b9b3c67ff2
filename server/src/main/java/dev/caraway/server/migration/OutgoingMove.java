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
import dev.caraway.migration.stream.StreamException;
import dev.caraway.migration.stream.TargetFrame;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
    private final OutgoingStream stream;
    private final LastPictures lastPictures;
    private final Bytes migrationId = randomId();
    private Phase phase = Phase.CONNECTING;
    private @Nullable LiveCopy copy;
    /** How much had been sent when little was left for the first time. */
    private OptionalLong copiedBytes = OptionalLong.empty();
    /** How much of it the target has read. */
    private long takenUpBytes;

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
        this.stream = new OutgoingStream(loop, new TargetSpeaks(), progress);
        this.lastPictures = new LastPictures(loop, parts, this::moving, this::flush);
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
        return (phase == Phase.CONNECTING && !stream.isOpen()) || phase.compareTo(Phase.FAILED) >= 0;
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
        stream.open(to.sockets, to.address, limits.bytesPerSecond());
    }

    private void greet() {
        String kind = parts.state().orElseThrow().kind();
        stream.say(new Hello(kind, parts.name(), true));
        List<MovingSession> sessions = parts.sessions().all().stream()
                .filter(session -> !session.isClosing() && session.arrival().isEmpty())
                .filter(session -> session.has(DepartingClient.MAIN))
                .map(OutgoingMove::listed)
                .toList();
        listed = sessions.stream().map(MovingSession::connectionId).collect(Collectors.toUnmodifiableSet());
        stream.say(new SessionList(sessions));
    }

    private static MovingSession listed(Session session) {
        List<ChannelId> linked = session.channels().stream()
                .map(channel -> channel.peer().channel())
                .toList();
        return new MovingSession(session.connectionId(), session.ticketProof(), true, linked, linked);
    }

    void onLimits() {
        stream.limit(limits.bytesPerSecond());
    }

    private void onWelcome() {
        phase = Phase.COPYING;
        progress.set(MigrationStatus.ACTIVE);
        progress.beginPass();
        List<Session> sessions = parts.sessions().all().stream()
                .filter(session -> listed.contains(session.connectionId()))
                .toList();
        LiveCopy live = new LiveCopy(loop, parts, sessions, stream, this::onCopied, this::fail, progress);
        copy = live;
        live.begin();
    }

    /**
     * Little is left to be copied. The target may not have read most of it yet, and the guest would stand still for as long
     * as that takes.
     */
    private void onCopied() {
        if (phase != Phase.COPYING) {
            return;
        }
        if (copiedBytes.isEmpty()) {
            copiedBytes = OptionalLong.of(stream.bytesSent());
        }
        if (takenUpBytes >= copiedBytes.getAsLong()) {
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
            stream.say(new GuestStopped());
        }
        if (copy != null) {
            copy.saveRest(this::onGuestSaved);
        } else {
            onGuestSaved();
        }
    }

    /** The guest draws no more; but what it has drawn last may not have been shown to everybody. */
    private void onGuestSaved() {
        if (phase == Phase.COLLECTING) {
            lastPictures.show(!hasStream());
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
        new SnapshotWriter(parts, stream::say).write(moving);
        stream.say(new SnapshotComplete(stream.digest()));
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
        stream.say(new Run());
        stream.flush();
    }

    Bytes migrateData(SessionChannel channel) {
        ChannelId id = channel.peer().channel();
        // Inputs change hosts before there is a snapshot that could be named.
        Optional<Extension> extension = hasStream() && id.type() != ChannelType.INPUTS
                ? Optional.of(new Extension(migrationId, stream.digest()))
                : Optional.empty();
        Bytes body = new MigrateBlob(channel.migrateData().orElseThrow(), extension).encode(id.type());
        if (hasStream()) {
            stream.say(new BlobDigest(channel.session().connectionId(), id, body.length(), MigrateBlob.digest(body)));
        }
        return body;
    }

    void forward(SessionChannel channel, List<ClientBytes> kept) {
        if (hasStream()) {
            stream.say(new SourceFrame.KeptMessages(
                    channel.session().connectionId(), channel.peer().channel(), KeptMessages.encode(kept)));
        }
    }

    void releaseClient(int connectionId) {
        if (listed.contains(connectionId)) {
            stream.say(new Recall(connectionId));
        }
    }

    void releaseTarget() {
        stream.say(new CancelMove("the source has called the move off"));
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
            stream.say(new CancelMove(reason));
            end();
            if (mayResume) {
                parts.control().stayHere();
            }
        }
        lastPictures.cancel();
        lastPictures.resume();
    }

    private void end() {
        phase = Phase.OVER;
        lastPictures.cancel();
        stream.close();
    }

    private static Bytes randomId() {
        byte[] id = new byte[Extension.MIGRATION_ID_BYTES];
        new SecureRandom().nextBytes(id);
        return Bytes.wrap(id);
    }

    /** What comes from the target. */
    private final class TargetSpeaks implements OutgoingStream.Listener {

        @Override
        public void onOpen() {
            if (phase == Phase.CONNECTING) {
                greet();
            } else {
                stream.close();
            }
        }

        @Override
        public void onWritable() {
            if (copy != null) {
                copy.proceed();
            }
        }

        @Override
        public void onBroken(String reason) {
            fail(reason);
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
        public void onProgress(TargetFrame.Progress frame) {
            takenUpBytes = frame.bytesReceived();
            if (phase == Phase.COPYING && copy != null) {
                copy.proceed();
            }
        }

        @Override
        public void onLinksClosed(TargetFrame.LinksClosed frame) {}

        @Override
        public void onTargetAlive(TargetFrame.TargetAlive frame) {}
    }
}
