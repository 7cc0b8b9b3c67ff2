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
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.migration.KeptInput.Kept;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionArrival;
import dev.caraway.server.session.SessionChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
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
    private final Map<ChannelId, Bytes> unjudged = new HashMap<>();
    private final KeptInput kept = new KeptInput();
    private final Queue<TargetEvent> due = new ArrayDeque<>();
    private @Nullable Session session;
    private @Nullable ArrivingChannels channels;
    private TargetState state;
    private Loop.@Nullable Timer timer;
    private boolean isApplying;
    private String reason = "client did not arrive";

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
        channels = new ArrivingChannels(loop, begun, why -> {
            reason = why;
            begun.close(why);
        });
    }

    Session session() {
        if (session == null) {
            throw new AssertionError("arriving client: expected a session");
        }
        return session;
    }

    private ArrivingChannels channels() {
        if (channels == null) {
            throw new AssertionError("arriving client: expected a session");
        }
        return channels;
    }

    int connectionId() {
        return session().connectionId();
    }

    /** Whether the guest knows nothing of this client yet. */
    boolean isProvisional() {
        return state instanceof TargetState.Provisional;
    }

    /** Whether nothing of the client is here yet but its links. */
    private boolean hasBroughtNothing() {
        return unjudged.isEmpty()
                && (state instanceof TargetState.AwaitingHandshake
                        || (state instanceof TargetState.AwaitingMigrateData waiting
                                && waiting.restored().isEmpty()));
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
        for (Kept each : kept.takeBehindBlob(channel)) {
            if (takes(each.channel(), each.message().opcode(), each.message().body())) {
                each.deliver();
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
            kept.keepBehindBlob(channel, new ClientBytes(opcode, Bytes.wrap(body.toArray())));
            return false;
        }
        if (id.equals(TargetState.MAIN) && !channels().isRestored(id)) {
            onHandshake(opcode, body);
            return false;
        }
        if (id.type() == ChannelType.INPUTS && !BaseClientOpcode.has(opcode)) {
            return takesInput(channel, opcode, body);
        }
        boolean speaksFirst = MigrateBlob.isCarriedBy(id.type()) && !channels().isRestored(id);
        if (speaksFirst || !channels().isServed(id)) {
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
            kept.keepForGuest(channel, new ClientBytes(opcode, Bytes.wrap(body.toArray())));
        }
        return step.effects().contains(new ApplyInput());
    }

    private void keepFromSource(SessionChannel channel, ClientBytes message) {
        if (channel.peer().channel().type() == ChannelType.INPUTS) {
            apply(new KeptInputArrived());
        }
        kept.keepForGuest(channel, message);
    }

    /** A blob that arrives before the source has spoken of it waits: the two come different ways. */
    private void onBlob(ChannelId channel, Bytes body) {
        if (unjudged.containsKey(channel) || channels().isRestored(channel)) {
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
        } else if (hasBroughtNothing() && session().channels().size() == 1) {
            // Of a move that no stream speaks of any more clients forget their main link, and would find it in their
            // way.
            session().close("the client has closed its links");
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
            channels().serve(taker.stateOf(connectionId()));
        } else if (effect instanceof RestoreChannel restore) {
            channels().restore(restore.channel(), taker.stateOf(connectionId()), taker.hasStream());
        } else if (effect instanceof GreetOnMain) {
            main().ifPresent(main -> main.ask(() -> {}));
        } else if (effect instanceof ApplyKept) {
            applyKept();
        } else if (effect instanceof StartAfresh afresh) {
            channels().startAfresh(afresh.channel());
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

    private void applyKept() {
        kept.takeForGuest().forEach(Kept::deliver);
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
