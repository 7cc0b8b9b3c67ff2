package dev.caraway.server.migration;

import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.migration.target.BlobTrust;
import dev.caraway.migration.target.TargetEffect;
import dev.caraway.migration.target.TargetEffect.ApplyInput;
import dev.caraway.migration.target.TargetEffect.ApplyKept;
import dev.caraway.migration.target.TargetEffect.CancelTimer;
import dev.caraway.migration.target.TargetEffect.CloseClient;
import dev.caraway.migration.target.TargetEffect.GreetOnMain;
import dev.caraway.migration.target.TargetEffect.KeepInput;
import dev.caraway.migration.target.TargetEffect.ReportRestored;
import dev.caraway.migration.target.TargetEffect.ReportTaken;
import dev.caraway.migration.target.TargetEffect.RestoreChannel;
import dev.caraway.migration.target.TargetEffect.SendAck;
import dev.caraway.migration.target.TargetEffect.SendNack;
import dev.caraway.migration.target.TargetEffect.ServeChannels;
import dev.caraway.migration.target.TargetEffect.StartAfresh;
import dev.caraway.migration.target.TargetEffect.StartClientAfresh;
import dev.caraway.migration.target.TargetEffect.StartTimer;
import dev.caraway.migration.target.TargetEvent;
import dev.caraway.migration.target.TargetEvent.ChannelLinked;
import dev.caraway.migration.target.TargetEvent.ClientLeft;
import dev.caraway.migration.target.TargetEvent.GuestTaken;
import dev.caraway.migration.target.TargetEvent.HandshakeArrived;
import dev.caraway.migration.target.TargetEvent.InputArrived;
import dev.caraway.migration.target.TargetEvent.KeptInputArrived;
import dev.caraway.migration.target.TargetEvent.MigrateDataArrived;
import dev.caraway.migration.target.TargetEvent.MigrateEndArrived;
import dev.caraway.migration.target.TargetEvent.MoveFailed;
import dev.caraway.migration.target.TargetEvent.SessionDenied;
import dev.caraway.migration.target.TargetEvent.SessionListed;
import dev.caraway.migration.target.TargetEvent.SnapshotCompleted;
import dev.caraway.migration.target.TargetEvent.TimedOut;
import dev.caraway.migration.target.TargetState;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.main.MainClientOpcode;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MigrateDstSeamlessAck;
import dev.caraway.protocol.main.MigrateDstSeamlessNack;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionArrival;
import dev.caraway.server.session.SessionChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on its way here from another host: runs {@link TargetState}. On the loop only.
 *
 * <p>It begins with a link that nobody vouches for, and ends when the client is one of ours or gone.
 */
final class ArrivingClient implements SessionArrival {

    /** What a client may type while the guest is on its way. */
    private static final int KEPT_BYTES = 64 << 10;

    /** So long after its source is gone a client may still be called back by it. */
    private static final long RECALL_MILLIS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ArrivingClient.class);

    /** Whoever takes all of them. */
    interface Taker {

        /** What the source has said of the client; empty without a stream, or as long as the snapshot is not complete. */
        Optional<ArrivingState> stateOf(int connectionId);

        /** Whether the client may bring along what it has, as far as that can be known before its host speaks. */
        boolean welcomesSeamless();

        /** Whether the source tells of the client, or will. */
        boolean hasStream();

        /** What speaks for this blob; empty while the source may still say it. */
        Optional<BlobTrust> trustIn(int connectionId, ChannelId channel, Bytes body);

        void onRestored(ArrivingClient client);

        void onTaken(ArrivingClient client);

        /** It is gone, or was closed. */
        void onGone(ArrivingClient client, String reason);
    }

    private final Loop loop;
    private final Taker taker;
    private final long patienceMillis;
    private final Set<ChannelId> served = new HashSet<>();
    private final Set<ChannelId> restored = new HashSet<>();
    private final Map<ChannelId, Bytes> unjudged = new HashMap<>();
    private final List<Kept> kept = new ArrayList<>();
    /** What has come behind a blob of which the source has not spoken yet. */
    private final List<Kept> behindBlobs = new ArrayList<>();

    private final Queue<TargetEvent> due = new ArrayDeque<>();
    private @Nullable Session session;
    private TargetState state;
    private Loop.@Nullable Timer timer;
    private long keptBytes;
    private boolean isSessionRestored;
    private boolean isApplying;
    private String reason = "client did not arrive";

    /** Input that waits for the guest. */
    private record Kept(SessionChannel channel, ClientBytes message) {}

    ArrivingClient(Loop loop, Taker taker, long patienceMillis) {
        this.loop = loop;
        this.taker = taker;
        this.patienceMillis = patienceMillis;
        Step<TargetState, TargetEffect> start = TargetState.start();
        this.state = start.next();
        startTimer();
    }

    /** The session that its main channel began. */
    void bind(Session begun) {
        session = begun;
    }

    Session session() {
        if (session == null) {
            throw new AssertionError("arriving client: expected a session");
        }
        return session;
    }

    int connectionId() {
        return session().connectionId();
    }

    /** Whether the guest knows nothing of this client yet. */
    boolean isProvisional() {
        return state instanceof TargetState.Provisional;
    }

    void listed(SortedSet<ChannelId> channels) {
        apply(new SessionListed(channels));
    }

    void denied(String why) {
        reason = why;
        apply(new SessionDenied());
    }

    void snapshotCompleted() {
        apply(new SnapshotCompleted());
    }

    void guestTaken() {
        apply(new GuestTaken());
    }

    void moveFailed(String why) {
        reason = why;
        apply(new MoveFailed());
    }

    /** The source is there: what it copies may take long. */
    void renewPatience() {
        if (isProvisional() && timer != null) {
            startTimer();
        }
    }

    /** The source is gone, and the client with it unless it is called back soon. */
    void expectRecall(String why) {
        reason = why;
        startTimer(RECALL_MILLIS);
    }

    /** A piece of the client's GLZ window has come. */
    void readGlz(Bytes piece) {
        try {
            session().restoreGlzPiece(piece);
        } catch (WireException e) {
            denied("glz window cannot be read: " + e.getMessage());
        }
    }

    /** The source has said the digest of a blob, which may be here already. */
    void digestSaid(ChannelId channel) {
        Bytes body = unjudged.remove(channel);
        if (body == null) {
            return;
        }
        try {
            takeUp(channel, body);
        } catch (WireException | ProtocolException e) {
            denied(String.valueOf(e.getMessage()));
        }
    }

    private void takeUp(ChannelId channel, Bytes body) {
        onBlob(channel, body);
        List<Kept> behind = behindBlobs.stream()
                .filter(each -> each.channel().peer().channel().equals(channel))
                .toList();
        behindBlobs.removeAll(behind);
        for (Kept each : behind) {
            keptBytes -= each.message().body().length() + 2L * Integer.BYTES;
            if (takes(each.channel(), each.message().opcode(), each.message().body())) {
                each.channel()
                        .deliverLate(each.message().opcode(), each.message().body());
            }
        }
    }

    /** Input that our guest must get before any that comes from here on. */
    void keptAtSource(List<ClientBytes> messages, ChannelId channel) {
        try {
            keepFromSource(messages, channel);
        } catch (ProtocolException e) {
            denied(String.valueOf(e.getMessage()));
        }
    }

    private void keepFromSource(List<ClientBytes> messages, ChannelId channel) {
        session().channel(channel).ifPresent(open -> messages.forEach(message -> keepFromSource(open, message)));
    }

    @Override
    public void onLinked(SessionChannel channel) {
        ChannelId id = channel.peer().channel();
        if (!id.equals(TargetState.MAIN)) {
            apply(new ChannelLinked(id));
        }
    }

    @Override
    public int migrateDataLimit(SessionChannel channel) {
        ChannelType type = channel.peer().channel().type();
        if (!MigrateBlob.isCarriedBy(type) || !(state instanceof TargetState.AwaitingMigrateData)) {
            throw ProtocolException.session("migrate data: expected none on " + channel + " in " + state);
        }
        return MigrateBlob.limitBytes(type);
    }

    @Override
    public boolean takes(SessionChannel channel, int opcode, Bytes body) {
        ChannelId id = channel.peer().channel();
        if (opcode == BaseClientOpcode.MIGRATE_DATA.number()) {
            onBlob(id, Bytes.wrap(body.toArray()));
            return false;
        }
        if (opcode == BaseClientOpcode.DISCONNECTING.number()) {
            return true;
        }
        if (unjudged.containsKey(id)) {
            keep(behindBlobs, channel, new ClientBytes(opcode, Bytes.wrap(body.toArray())));
            return false;
        }
        if (id.equals(TargetState.MAIN) && !restored.contains(id)) {
            onHandshake(opcode, body);
            return false;
        }
        if (id.type() == ChannelType.INPUTS && !BaseClientOpcode.has(opcode)) {
            return takesInput(channel, opcode, body);
        }
        boolean speaksFirst = MigrateBlob.isCarriedBy(id.type()) && !restored.contains(id);
        if (speaksFirst || !served.contains(id)) {
            throw ProtocolException.session("message " + opcode + ": expected migrate data first");
        }
        return true;
    }

    private void onHandshake(int opcode, Bytes body) {
        if (opcode == MainClientOpcode.MIGRATE_DST_DO_SEAMLESS.number()) {
            long version = ((MigrateDstDoSeamless) MainClientOpcode.decode(opcode, body)).srcVersion();
            require(new HandshakeArrived(version, taker.welcomesSeamless()));
        } else if (opcode == MainClientOpcode.MIGRATE_END.number()) {
            require(new MigrateEndArrived());
        } else {
            throw ProtocolException.session("message " + opcode + ": expected a migration handshake first");
        }
    }

    private boolean takesInput(SessionChannel channel, int opcode, Bytes body) {
        Step<TargetState, TargetEffect> step = step(new InputArrived());
        if (step.verdict() == Verdict.PEER_VIOLATION) {
            throw ProtocolException.session("input: expected migrate data first");
        }
        if (step.effects().contains(new KeepInput())) {
            keep(kept, channel, new ClientBytes(opcode, Bytes.wrap(body.toArray())));
        }
        return step.effects().contains(new ApplyInput());
    }

    private void keepFromSource(SessionChannel channel, ClientBytes message) {
        if (channel.peer().channel().type() == ChannelType.INPUTS) {
            apply(new KeptInputArrived());
        }
        keep(kept, channel, message);
    }

    private void keep(List<Kept> where, SessionChannel channel, ClientBytes message) {
        keptBytes += message.body().length() + 2L * Integer.BYTES;
        if (keptBytes > KEPT_BYTES) {
            throw ProtocolException.session(
                    "input: expected at most " + KEPT_BYTES + " bytes before the guest is here");
        }
        where.add(new Kept(channel, message));
    }

    /** A blob that arrives before the source has spoken of it waits: the two come different ways. */
    private void onBlob(ChannelId channel, Bytes body) {
        if (unjudged.containsKey(channel) || restored.contains(channel)) {
            throw ProtocolException.session("migrate data: expected once on " + channel);
        }
        Optional<BlobTrust> trust = taker.trustIn(connectionId(), channel, body);
        if (trust.isEmpty()) {
            unjudged.put(channel, body);
            return;
        }
        BlobTrust counted =
                trust.get() == BlobTrust.PROVEN || isReadable(channel, body) ? trust.get() : BlobTrust.DIFFERS;
        if (counted == BlobTrust.DIFFERS) {
            reason = "migrate data of " + channel + " differs from what the source says of it";
        }
        require(new MigrateDataArrived(channel, counted));
    }

    private static boolean isReadable(ChannelId channel, Bytes body) {
        try {
            MigrateBlob.decode(channel.type(), body);
            return true;
        } catch (WireException e) {
            LOG.warn("migration Migrate data of {} cannot be read reason={}", channel, e.getMessage());
            return false;
        }
    }

    @Override
    public void onClosed(SessionChannel channel) {
        if (channel.peer().channel().equals(TargetState.MAIN)) {
            apply(new ClientLeft());
            stopTimer();
            taker.onGone(this, reason);
        }
    }

    private void require(TargetEvent event) {
        if (apply(event) == Verdict.PEER_VIOLATION) {
            throw ProtocolException.session("migration: expected no such message in " + state);
        }
    }

    /** INVARIANT: what effects bring about comes after all of them. */
    private Verdict apply(TargetEvent first) {
        due.add(first);
        if (isApplying) {
            return Verdict.ACCEPTED;
        }
        isApplying = true;
        Verdict verdict = Verdict.ACCEPTED;
        try {
            for (TargetEvent event = due.poll(); event != null; event = due.poll()) {
                Verdict said = step(event).verdict();
                verdict = event == first ? said : verdict;
            }
        } finally {
            isApplying = false;
        }
        return verdict;
    }

    private Step<TargetState, TargetEffect> step(TargetEvent event) {
        Step<TargetState, TargetEffect> step = event.applyTo(state);
        if (!step.next().equals(state)) {
            LOG.debug("{} {} → {} ({})", session(), state, step.next(), event);
        }
        state = step.next();
        step.effects().forEach(this::interpret);
        return step;
    }

    private void interpret(TargetEffect effect) {
        if (effect instanceof StartTimer) {
            startTimer();
        } else if (effect instanceof CancelTimer) {
            stopTimer();
        } else if (effect instanceof SendAck) {
            main().ifPresent(main -> main.send(new MigrateDstSeamlessAck()));
        } else if (effect instanceof SendNack) {
            main().ifPresent(main -> main.send(new MigrateDstSeamlessNack()));
        } else if (effect instanceof ServeChannels) {
            serve();
        } else if (effect instanceof RestoreChannel restore) {
            restore(restore.channel());
        } else if (effect instanceof GreetOnMain) {
            main().ifPresent(main -> main.ask(() -> {}));
        } else if (effect instanceof ApplyKept) {
            applyKept();
        } else if (effect instanceof StartAfresh afresh) {
            startAfresh(afresh.channel());
        } else if (effect instanceof StartClientAfresh) {
            session().hasArrived();
            session().channels().forEach(SessionChannel::open);
            taker.onTaken(this);
        } else if (effect instanceof ReportRestored) {
            taker.onRestored(this);
        } else if (effect instanceof ReportTaken) {
            applyKept();
            session().hasArrived();
            taker.onTaken(this);
        } else if (effect instanceof CloseClient) {
            session().close(reason);
        } else {
            assert effect instanceof KeepInput || effect instanceof ApplyInput : effect;
        }
    }

    /** What the source has told of a channel lets it write; the client reads it when it has changed sockets. */
    private void serve() {
        Optional<ArrivingState> known = taker.stateOf(connectionId());
        known.ifPresent(this::restoreSession);
        for (SessionChannel channel : session().channels()) {
            ChannelId id = channel.peer().channel();
            if (!id.equals(TargetState.MAIN) && !served.contains(id)) {
                Optional<Bytes> told = known.flatMap(whole -> whole.channel(id));
                if (told.isPresent()) {
                    served.add(id);
                    goOn(channel, told.get());
                } else if (!MigrateBlob.isCarriedBy(id.type())) {
                    startAfresh(id);
                }
            }
        }
    }

    private void restoreSession(ArrivingState whole) {
        if (isSessionRestored) {
            return;
        }
        isSessionRestored = true;
        try {
            session().restoreState(new SpiceReader("session state", whole.session()));
        } catch (WireException e) {
            reason = "session cannot go on: " + e.getMessage();
            loop.execute(() -> session().close(reason));
        }
    }

    /** A state that cannot be is the source's mistake, or worse; it costs this client alone. */
    private void goOn(SessionChannel channel, Bytes told) {
        try {
            channel.goOn(new SpiceReader("channel state", told));
        } catch (WireException e) {
            reason = channel + " cannot go on: " + e.getMessage();
            loop.execute(() -> session().close(reason));
        }
    }

    private void restore(ChannelId id) {
        restored.add(id);
        Optional<ArrivingState> known = taker.stateOf(connectionId());
        if (known.isEmpty()) {
            // What the source tells makes it go on later.
            if (!taker.hasStream()) {
                startAfresh(id);
            }
        } else if (id.equals(TargetState.MAIN)) {
            main().ifPresent(main -> {
                served.add(id);
                known.flatMap(whole -> whole.channel(id)).ifPresentOrElse(told -> goOn(main, told), main::startOver);
            });
        }
    }

    private void startAfresh(ChannelId id) {
        restored.add(id);
        if (served.add(id)) {
            session().channel(id).ifPresent(SessionChannel::startOver);
        }
    }

    private void applyKept() {
        List<Kept> inOrder = List.copyOf(kept);
        kept.clear();
        for (Kept each : inOrder) {
            keptBytes -= each.message().body().length() + 2L * Integer.BYTES;
            each.channel().deliverLate(each.message().opcode(), each.message().body());
        }
    }

    private Optional<SessionChannel> main() {
        return session().channel(TargetState.MAIN);
    }

    private void startTimer() {
        startTimer(patienceMillis);
    }

    private void startTimer(long millis) {
        stopTimer();
        timer = loop.schedule(millis, () -> {
            timer = null;
            apply(new TimedOut());
        });
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
