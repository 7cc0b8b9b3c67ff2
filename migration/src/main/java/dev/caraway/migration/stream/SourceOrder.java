package dev.caraway.migration.stream;

import dev.caraway.migration.stream.SourceFrame.BlobDigest;
import dev.caraway.migration.stream.SourceFrame.CancelMove;
import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.GlzPiece;
import dev.caraway.migration.stream.SourceFrame.GuestState;
import dev.caraway.migration.stream.SourceFrame.GuestStopped;
import dev.caraway.migration.stream.SourceFrame.Hello;
import dev.caraway.migration.stream.SourceFrame.KeptMessages;
import dev.caraway.migration.stream.SourceFrame.Recall;
import dev.caraway.migration.stream.SourceFrame.Run;
import dev.caraway.migration.stream.SourceFrame.SessionGone;
import dev.caraway.migration.stream.SourceFrame.SessionList;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.migration.stream.SourceFrame.SnapshotComplete;
import dev.caraway.migration.stream.SourceFrame.SourceAlive;
import dev.caraway.migration.stream.SourceFrame.SurfaceCreated;
import dev.caraway.migration.stream.SourceFrame.SurfaceDestroyed;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the source may say when. */
final class SourceOrder implements SourceFrame.Handler {

    /** How far the source has come. */
    private enum Phase {
        SILENT("silent"),
        GUEST_RUNS("the guest runs"),
        GUEST_STOPPED("the guest has stopped"),
        SNAPSHOT_COMPLETE("the snapshot is complete"),
        RUN_SAID("run is said"),
        CANCELLED("the move is cancelled");

        private final String label;

        Phase(String label) {
            this.label = label;
        }
    }

    /** What was said of a session. */
    private static final class Session {
        private final MovingSession listed;
        private final Set<ChannelId> pinned = new HashSet<>();
        private long stateBytes;
        private long keptBytes;
        private boolean isRecalled;
        private boolean isGone;

        private Session(MovingSession listed) {
            this.listed = listed;
        }
    }

    /** A part of the state that is said in pieces: of a client's channel, or of what all clients share. */
    private record Section(OptionalInt connectionId, ChannelId channel, int number) {}

    private final SurfaceTable surfaces = new SurfaceTable();
    private final Map<Integer, Session> sessions = new HashMap<>();
    private final Set<Section> wholeSections = new HashSet<>();
    private Optional<Section> openSection = Optional.empty();
    private long sharedBytes;
    private Phase phase = Phase.SILENT;
    private boolean hasRunBeenSaid;
    private boolean isListed;

    private boolean guestMoves;
    private int round;
    private boolean isRoundOpen;
    private boolean isRoundOfStoppedGuest;
    private boolean isGuestComplete;

    void admit(SourceFrame frame) {
        frame.deliverTo(this);
    }

    @Override
    public void onHello(Hello frame) {
        require(phase == Phase.SILENT, frame, "first and once");
        phase = Phase.GUEST_RUNS;
        guestMoves = frame.guestMoves();
    }

    @Override
    public void onSessionList(SessionList frame) {
        require(phase == Phase.GUEST_RUNS && !isListed, frame, "once, while the guest runs");
        isListed = true;
        frame.sessions().forEach(session -> sessions.put(session.connectionId(), new Session(session)));
    }

    @Override
    public void onSurfaceCreated(SurfaceCreated frame) {
        requireSnapshotOpen(frame);
        surfaces.create(frame);
    }

    @Override
    public void onSurfaceDestroyed(SurfaceDestroyed frame) {
        requireSnapshotOpen(frame);
        surfaces.destroy(frame);
    }

    @Override
    public void onSurfaceRows(SurfaceRows frame) {
        requireSnapshotOpen(frame);
        surfaces.draw(frame);
    }

    @Override
    public void onGlzPiece(GlzPiece frame) {
        requireSnapshotOpen(frame);
        seamless(frame.connectionId(), frame);
    }

    @Override
    public void onClientState(ClientState frame) {
        requireSnapshotOpen(frame);
        Session session = seamless(frame.connectionId(), frame);
        requireLinked(session, frame.channel(), frame);
        session.stateBytes += FrameHeader.BYTES + frame.piece().length();
        requireAtMost(StreamLimits.CLIENT_STATE_BYTES, session.stateBytes, frame);
        onPiece(
                new Section(OptionalInt.of(frame.connectionId()), frame.channel(), frame.section()),
                frame.isLast(),
                frame);
    }

    @Override
    public void onSharedState(SharedState frame) {
        requireSnapshotOpen(frame);
        sharedBytes += FrameHeader.BYTES + frame.piece().length();
        requireAtMost(StreamLimits.SHARED_STATE_BYTES, sharedBytes, frame);
        onPiece(new Section(OptionalInt.empty(), frame.channel(), 0), frame.isLast(), frame);
    }

    private void onPiece(Section section, boolean isLast, SourceFrame frame) {
        if (openSection.isPresent()) {
            require(openSection.get().equals(section), frame, "the rest of a section");
        } else {
            require(!wholeSections.contains(section), frame, "each section once");
        }
        if (isLast) {
            wholeSections.add(section);
            openSection = Optional.empty();
        } else {
            openSection = Optional.of(section);
        }
    }

    @Override
    public void onGuestState(GuestState frame) {
        requireSnapshotOpen(frame);
        require(guestMoves, frame, "none, as the guest moves another way");
        require(frame.round() == round, frame, "round " + round);
        if (!isRoundOpen) {
            isRoundOpen = true;
            isRoundOfStoppedGuest = phase == Phase.GUEST_STOPPED;
        }
        if (frame.isLast()) {
            isRoundOpen = false;
            isGuestComplete = isRoundOfStoppedGuest;
            round++;
        }
    }

    /** Inputs go while the guest may still run; other channels when all is said that they need. */
    @Override
    public void onBlobDigest(BlobDigest frame) {
        Session session = seamless(frame.connectionId(), frame);
        ChannelId channel = frame.channel();
        requireLinked(session, channel, frame);
        require(isInputs(channel) || isComplete(), frame, "a complete snapshot, but for inputs");
        require(session.pinned.add(channel), frame, "one of each channel");
    }

    @Override
    public void onKeptMessages(KeptMessages frame) {
        Session session = seamless(frame.connectionId(), frame);
        require(phase == Phase.GUEST_STOPPED || isComplete(), frame, "a guest that has stopped");
        requireLinked(session, frame.channel(), frame);
        require(!session.pinned.contains(frame.channel()), frame, "none after the channel's data");
        session.keptBytes += FrameHeader.BYTES + frame.messages().length();
        requireAtMost(StreamLimits.KEPT_BYTES, session.keptBytes, frame);
    }

    @Override
    public void onGuestStopped(GuestStopped frame) {
        require(phase == Phase.GUEST_RUNS && isListed, frame, "once, after the sessions");
        phase = Phase.GUEST_STOPPED;
    }

    @Override
    public void onSnapshotComplete(SnapshotComplete frame) {
        require(phase == Phase.GUEST_STOPPED, frame, "once, after the guest has stopped");
        require(openSection.isEmpty(), frame, "the rest of a section");
        require(!guestMoves || (isGuestComplete && !isRoundOpen), frame, "a whole round of the stopped guest");
        phase = Phase.SNAPSHOT_COMPLETE;
    }

    @Override
    public void onRun(Run frame) {
        require(phase == Phase.SNAPSHOT_COMPLETE, frame, "once, after the snapshot");
        phase = Phase.RUN_SAID;
        hasRunBeenSaid = true;
    }

    @Override
    public void onRecall(Recall frame) {
        Session session = seamless(frame.connectionId(), frame);
        require(!session.pinned.contains(MovingSession.MAIN), frame, "it before the digest of main's data");
        session.isRecalled = true;
    }

    @Override
    public void onCancelMove(CancelMove frame) {
        requireOpen(frame);
        phase = Phase.CANCELLED;
    }

    @Override
    public void onSessionGone(SessionGone frame) {
        session(frame.connectionId(), frame).isGone = true;
    }

    @Override
    public void onSourceAlive(SourceAlive frame) {
        requireOpen(frame);
    }

    // What the target's words depend on.

    boolean hasSaidHello() {
        return phase != Phase.SILENT;
    }

    boolean hasSaidRun() {
        return hasRunBeenSaid;
    }

    boolean hasListed(int connectionId) {
        return sessions.containsKey(connectionId);
    }

    boolean hasListedSeamless(int connectionId) {
        return known(connectionId)
                .filter(session -> session.listed.isSeamless())
                .isPresent();
    }

    boolean hasHandedOverMain(int connectionId) {
        return known(connectionId)
                .filter(session -> session.pinned.contains(MovingSession.MAIN))
                .isPresent();
    }

    boolean hasRecalled(int connectionId) {
        return known(connectionId).filter(session -> session.isRecalled).isPresent();
    }

    private Optional<Session> known(int connectionId) {
        return Optional.ofNullable(sessions.get(connectionId));
    }

    private boolean isComplete() {
        return phase == Phase.SNAPSHOT_COMPLETE || phase == Phase.RUN_SAID;
    }

    private void requireOpen(SourceFrame frame) {
        require(phase != Phase.SILENT && phase != Phase.CANCELLED, frame, "after the hello and before the end");
    }

    private void requireSnapshotOpen(SourceFrame frame) {
        require(phase == Phase.GUEST_RUNS || phase == Phase.GUEST_STOPPED, frame, "a snapshot that is not complete");
    }

    /** A session of which there may still be something to say. */
    private Session session(int connectionId, SourceFrame frame) {
        requireOpen(frame);
        return known(connectionId)
                .filter(session -> !session.isGone)
                .orElseThrow(() -> refusal(frame, "a session that was listed and is not gone"));
    }

    /** One that goes on with what it has, and was not called back. */
    private Session seamless(int connectionId, SourceFrame frame) {
        Session session = session(connectionId, frame);
        require(session.listed.isSeamless() && !session.isRecalled, frame, "a seamless session that was not recalled");
        return session;
    }

    private void requireLinked(Session session, ChannelId channel, SourceFrame frame) {
        require(session.listed.linked().contains(channel), frame, "one of " + session.listed.linked());
    }

    private static boolean isInputs(ChannelId channel) {
        return channel.type() == ChannelType.INPUTS;
    }

    private void require(boolean isSo, SourceFrame frame, String expected) {
        if (!isSo) {
            throw refusal(frame, expected);
        }
    }

    private void requireAtMost(int limit, long bytes, SourceFrame frame) {
        require(bytes <= limit, frame, "at most " + limit + " bytes in all");
    }

    private StreamException refusal(SourceFrame frame, String expected) {
        return new StreamException(FrameType.of(frame) + ": expected " + expected + ", got it while " + phase.label);
    }
}
