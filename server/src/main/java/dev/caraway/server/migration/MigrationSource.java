package dev.caraway.server.migration;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.source.ClientPhase;
import dev.caraway.migration.source.Clients;
import dev.caraway.migration.source.SourceEffect;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.CompleteSnapshot;
import dev.caraway.migration.source.SourceEffect.DisconnectClient;
import dev.caraway.migration.source.SourceEffect.HandOverChannels;
import dev.caraway.migration.source.SourceEffect.HandOverInputs;
import dev.caraway.migration.source.SourceEffect.HandOverMain;
import dev.caraway.migration.source.SourceEffect.RecallClient;
import dev.caraway.migration.source.SourceEffect.RedirectHere;
import dev.caraway.migration.source.SourceEffect.ReleaseClient;
import dev.caraway.migration.source.SourceEffect.ReleaseTarget;
import dev.caraway.migration.source.SourceEffect.ReportCancelled;
import dev.caraway.migration.source.SourceEffect.ReportCompleted;
import dev.caraway.migration.source.SourceEffect.ReportConnected;
import dev.caraway.migration.source.SourceEffect.ReportLost;
import dev.caraway.migration.source.SourceEffect.ResumeGuest;
import dev.caraway.migration.source.SourceEffect.SendMigrateBegin;
import dev.caraway.migration.source.SourceEffect.SendMigrateCancel;
import dev.caraway.migration.source.SourceEffect.SendMigrateEnd;
import dev.caraway.migration.source.SourceEffect.SendRun;
import dev.caraway.migration.source.SourceEffect.SendSwitchHost;
import dev.caraway.migration.source.SourceEffect.StartTimer;
import dev.caraway.migration.source.SourceEffect.StopGuest;
import dev.caraway.migration.source.SourceEvent;
import dev.caraway.migration.source.SourceEvent.ChannelsHandedOver;
import dev.caraway.migration.source.SourceEvent.ClientArrived;
import dev.caraway.migration.source.SourceEvent.ClientConnected;
import dev.caraway.migration.source.SourceEvent.ClientLeft;
import dev.caraway.migration.source.SourceEvent.ClientLost;
import dev.caraway.migration.source.SourceEvent.ClientRecalled;
import dev.caraway.migration.source.SourceEvent.ClientRefused;
import dev.caraway.migration.source.SourceEvent.ClientRestored;
import dev.caraway.migration.source.SourceEvent.ClientTaken;
import dev.caraway.migration.source.SourceEvent.ConnectRequested;
import dev.caraway.migration.source.SourceEvent.GuestStopped;
import dev.caraway.migration.source.SourceEvent.GuestTaken;
import dev.caraway.migration.source.SourceEvent.InputsHandedOver;
import dev.caraway.migration.source.SourceEvent.MainHandedOver;
import dev.caraway.migration.source.SourceEvent.MoveFailed;
import dev.caraway.migration.source.SourceEvent.RecallAnswered;
import dev.caraway.migration.source.SourceEvent.SwitchoverRequested;
import dev.caraway.migration.source.SourceEvent.TimedOut;
import dev.caraway.migration.source.SourceState;
import dev.caraway.migration.source.SourceTimer;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.main.MigrateBegin;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateEnd;
import dev.caraway.protocol.main.MigrateSwitchHost;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import dev.caraway.server.session.SessionMoves;
import dev.caraway.server.session.Sessions;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves this server's clients to the host that its guest goes to: runs {@link SourceState}. On the loop only.
 *
 * <p>It lives as long as the server, since a client may answer an announcement of long ago.
 */
public final class MigrationSource implements SessionMoves, DepartingClient.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationSource.class);

    /** So long a client that was sent here anew may take to come. */
    private static final long REDIRECT_MILLIS = 60_000;

    private static final String GUEST_LEFT = "the guest has gone to another host";

    private final Loop loop;
    private final Sessions sessions;
    private final Vouching vouching;
    private final Cutover cutover;
    private final MoveReports reports;
    private final MigrationTimes times;
    private final boolean isSeamlessOn;
    private final Settling settling;
    private final Map<Integer, DepartingClient> departing = new HashMap<>();
    private final Queue<SourceEvent> due = new ArrayDeque<>();
    private SourceState state = new SourceState.Idle(Clients.NONE);
    private @Nullable DstInfo destination;
    private @Nullable SourceTimer runningTimer;
    private Loop.@Nullable Timer timer;
    private long timerBeganNanos;
    private boolean isApplying;

    MigrationSource(
            Loop loop,
            Sessions sessions,
            Vouching vouching,
            Cutover cutover,
            MoveReports reports,
            MigrationTimes times,
            Settling settling,
            boolean isSeamlessOn) {
        this.settling = settling;
        this.loop = loop;
        this.sessions = sessions;
        this.vouching = vouching;
        this.cutover = cutover;
        this.reports = reports;
        this.times = times;
        this.isSeamlessOn = isSeamlessOn;
    }

    /** Whether clients know of a destination. */
    boolean isAnnounced() {
        return !(state instanceof SourceState.Idle);
    }

    /** Whether clients have yet to answer to an announcement that was called off, and there is no other. */
    boolean awaitsStaleAnswers() {
        return !isAnnounced() && !state.clients().staleAnswers().isEmpty();
    }

    /** Whether this client goes on at the target with all it has. */
    boolean goesSeamlessly(int client) {
        ClientPhase phase = state.clients().phases().get(client);
        return phase == ClientPhase.SEAMLESS
                || phase == ClientPhase.INPUTS_MOVED
                || phase == ClientPhase.CHANNELS_MOVED
                || phase == ClientPhase.DATA_RESTORED
                || phase == ClientPhase.RESTORED;
    }

    /** @throws IllegalStateException while the guest moves */
    void requireAnnounceable() {
        if (new ConnectRequested(new TreeMap<>()).applyTo(state).verdict() == Verdict.HOST_MISUSE) {
            throw new IllegalStateException("migration: expected none under way");
        }
    }

    /** Tells every client where the guest will go; while it does not move yet. */
    void announce(DstInfo target) {
        destination = target;
        SortedMap<Integer, MigrationMode> modes = new TreeMap<>();
        for (Session session : sessions.all()) {
            if (!session.isClosing() && session.arrival().isEmpty()) {
                modes.put(session.connectionId(), mode(session));
            }
        }
        ConnectRequested event = new ConnectRequested(modes);
        modes.keySet()
                .forEach(client -> departing.put(
                        client, new DepartingClient(sessions.find(client).orElseThrow(), cutover, this)));
        apply(event);
        modes.forEach((client, mode) -> {
            if (mode == MigrationMode.SWITCH_HOST) {
                boolean isExposed = addressFor(client).isEmpty();
                reports.onClientMove(
                        client,
                        ClientMove.REFUSED,
                        isExposed ? "client is encrypted: expected a TLS port" : "client cannot be announced to");
            }
        });
    }

    /** The guest has been copied but for its last changes: it shall move as soon as every client has answered. */
    void switchOver() {
        apply(new SwitchoverRequested(cutover.hasStream()));
    }

    void guestStopped() {
        departing.values().forEach(DepartingClient::guestStopped);
        apply(new GuestStopped());
    }

    /** The guest is elsewhere, and nobody has said where: its clients would wait here for ever. */
    void guestLeft() {
        for (Session session : sessions.all()) {
            reports.onClientMove(session.connectionId(), ClientMove.LOST, GUEST_LEFT);
            session.close(GUEST_LEFT);
        }
    }

    void guestTaken() {
        apply(new GuestTaken());
    }

    void clientRestored(int client) {
        apply(new ClientRestored(client));
    }

    void clientTaken(int client) {
        ClientTaken event = new ClientTaken(client);
        // Before the last one ends the migration, so that management hears of it in time.
        if (event.applyTo(state).verdict() == Verdict.ACCEPTED) {
            reports.onClientMove(client, ClientMove.HANDED_OVER, "");
        }
        apply(event);
    }

    /** The target says that this client is not as it was listed, or that its links there are closed. */
    void clientLost(int client, String reason) {
        ClientLost event = new ClientLost(client);
        // Before that ends its session, so that management hears the reason first.
        if (event.applyTo(state).verdict() == Verdict.ACCEPTED) {
            reports.onClientMove(client, ClientMove.REFUSED, reason);
        }
        apply(event);
    }

    /** The move has failed, or management has cancelled it. */
    void fail() {
        apply(new MoveFailed());
    }

    /** Whether clients are under way, so that the server should not end yet. */
    boolean isBusy() {
        return !(state instanceof SourceState.Idle
                || state instanceof SourceState.Connected
                || state instanceof SourceState.SwitchHostFallback
                || state instanceof SourceState.AwaitingClients);
    }

    @Override
    public void onArrived(Session session) {
        settling.onArrived(session);
        if (isAnnounced()) {
            int client = session.connectionId();
            departing.put(client, new DepartingClient(session, cutover, this));
            apply(new ClientArrived(client));
            settling.whenSettled(session, () -> {
                if (isAnnounced() && cutover.takesMoreClients()) {
                    apply(new ClientArrived(client, mode(session)));
                }
            });
        }
    }

    @Override
    public boolean onConnected(Session session, boolean isSeamless) {
        return onAnswer(session, new ClientConnected(session.connectionId(), isSeamless), ClientMove.LINKED);
    }

    @Override
    public boolean onConnectError(Session session) {
        return onAnswer(session, new ClientRefused(session.connectionId()), ClientMove.REFUSED);
    }

    private boolean onAnswer(Session session, SourceEvent answer, ClientMove move) {
        if (!isAnnounced() && !state.clients().staleAnswers().containsKey(session.connectionId())) {
            return false;
        }
        boolean counts = !state.clients().staleAnswers().containsKey(session.connectionId());
        apply(answer);
        if (counts) {
            String reason = move == ClientMove.REFUSED ? "client could not link itself to the target" : "";
            reports.onClientMove(session.connectionId(), move, reason);
        }
        return true;
    }

    @Override
    public void onGone(Session session) {
        settling.onGone(session);
        departing.remove(session.connectionId());
        apply(new ClientLeft(session.connectionId()));
    }

    @Override
    public void onInputsHandedOver(DepartingClient client) {
        apply(new InputsHandedOver(id(client)));
    }

    @Override
    public void onChannelsHandedOver(DepartingClient client) {
        apply(new ChannelsHandedOver(id(client)));
    }

    @Override
    public void onMainHandedOver(DepartingClient client) {
        apply(new MainHandedOver(id(client)));
    }

    @Override
    public void onRecallAnswered(DepartingClient client) {
        apply(new RecallAnswered(id(client)));
    }

    @Override
    public void onRecalled(DepartingClient client) {
        apply(new ClientRecalled(id(client)));
    }

    /** Time counts from the last progress, but not for ever. */
    @Override
    public void onProgress(DepartingClient client) {
        SourceTimer running = runningTimer;
        if (running != null && loop.nanoTime() - timerBeganNanos < times.longestNanos()) {
            schedule(running);
        }
    }

    private static int id(DepartingClient client) {
        return client.session().connectionId();
    }

    private MigrationMode mode(Session session) {
        Optional<SessionChannel> main = session.channel(DepartingClient.MAIN);
        boolean isReachable = main.isPresent() && main.get().peer().server().family() != Endpoint.Family.UNIX;
        if (!isReachable
                || addressFor(session.connectionId()).isEmpty()
                || session.channels().stream()
                        .anyMatch(channel -> !channel.handover().isLive())) {
            return MigrationMode.SWITCH_HOST;
        }
        boolean isAble = main.get().peer().capabilities().has(MainCapability.SEAMLESS_MIGRATE);
        boolean isSemiAble = main.get().peer().capabilities().has(MainCapability.SEMI_SEAMLESS_MIGRATE);
        if (isSeamlessOn && isAble) {
            return MigrationMode.SEAMLESS;
        }
        return isSemiAble ? MigrationMode.SEMI_SEAMLESS : MigrationMode.SWITCH_HOST;
    }

    /**
     * Where this client is told to go. One that speaks TLS alone is told no port for anything else, since clients try that
     * first; empty if it would have to go on in the clear.
     */
    private Optional<DstInfo> addressFor(int client) {
        DstInfo target = requireDestination();
        List<SessionChannel> channels = sessions.find(client)
                .map(session -> List.copyOf(session.channels()))
                .orElse(List.of());
        if (channels.stream().noneMatch(channel -> channel.peer().encrypted())) {
            return Optional.of(target);
        }
        if (target.securePort() == 0) {
            return Optional.empty();
        }
        boolean isAllEncrypted =
                channels.stream().allMatch(channel -> channel.peer().encrypted());
        return Optional.of(new DstInfo(
                isAllEncrypted ? 0 : target.port(), target.securePort(), target.host(), target.certSubject()));
    }

    /** INVARIANT: the state changes here alone; what effects bring about comes after all of them. */
    private Verdict apply(SourceEvent first) {
        due.add(first);
        Verdict verdict = Verdict.ACCEPTED;
        if (isApplying) {
            return verdict;
        }
        isApplying = true;
        try {
            for (SourceEvent event = due.poll(); event != null; event = due.poll()) {
                Verdict said = step(event);
                verdict = event == first ? said : verdict;
            }
        } finally {
            isApplying = false;
        }
        return verdict;
    }

    private Verdict step(SourceEvent event) {
        Step<SourceState, SourceEffect> step = event.applyTo(state);
        if (!step.next().equals(state) || step.verdict() != Verdict.ACCEPTED) {
            LOG.debug("migration {} → {} ({}) {}", state, step.next(), event, step.verdict());
        }
        state = step.next();
        step.effects().forEach(this::interpret);
        if (step.verdict() == Verdict.SHELL_MISUSE) {
            throw new AssertionError(state + " " + event);
        }
        if (step.verdict() == Verdict.PEER_VIOLATION) {
            onViolation(event);
        }
        return step.verdict();
    }

    private void onViolation(SourceEvent event) {
        LOG.warn("migration A peer spoke out of order event={} state={}", event, state);
        if (event instanceof ClientConnected connected) {
            close(connected.client(), "migration answer: expected none now");
        } else if (event instanceof ClientRefused refused) {
            close(refused.client(), "migration answer: expected none now");
        }
    }

    private void close(int client, String reason) {
        sessions.find(client).ifPresent(session -> session.close(reason));
    }

    private void interpret(SourceEffect effect) {
        if (effect instanceof StartTimer start) {
            timerBeganNanos = loop.nanoTime();
            schedule(start.timer());
        } else if (effect instanceof CancelTimer) {
            cancelTimer();
        } else if (effect instanceof SendMigrateBegin begin) {
            DstInfo target = addressFor(begin.client()).orElseThrow();
            tell(
                    begin.client(),
                    begin.isSeamless()
                            ? new MigrateBeginSeamless(target, MigrationMode.SEAMLESS_VERSION)
                            : new MigrateBegin(target));
            reports.onClientMove(begin.client(), ClientMove.LINKING, "");
        } else if (effect instanceof SendMigrateCancel cancel) {
            tell(cancel.client(), new MigrateCancel());
        } else if (effect instanceof SendMigrateEnd end) {
            tell(end.client(), new MigrateEnd());
        } else if (effect instanceof SendSwitchHost move) {
            addressFor(move.client())
                    .ifPresentOrElse(
                            target -> tell(move.client(), new MigrateSwitchHost(target)),
                            () -> close(move.client(), GUEST_LEFT));
        } else if (effect instanceof ReportConnected) {
            LOG.info(
                    "migration Every client has answered clients={}",
                    state.clients().phases());
        } else {
            interpretCut(effect);
        }
    }

    private void interpretCut(SourceEffect effect) {
        if (effect instanceof HandOverInputs move) {
            departing(move.client()).ifPresent(DepartingClient::handOverInputs);
        } else if (effect instanceof StopGuest) {
            cutover.stopGuest();
        } else if (effect instanceof ResumeGuest) {
            cutover.resumeGuest();
        } else if (effect instanceof CompleteSnapshot) {
            cutover.completeSnapshot();
        } else if (effect instanceof SendRun) {
            cutover.sendRun();
        } else if (effect instanceof HandOverChannels move) {
            departing(move.client()).ifPresent(DepartingClient::handOverChannels);
        } else if (effect instanceof HandOverMain move) {
            departing(move.client()).ifPresent(DepartingClient::handOverMain);
        } else if (effect instanceof RecallClient recall) {
            departing(recall.client())
                    .ifPresent(client -> client.recall(() -> tell(recall.client(), new MigrateCancel())));
        } else if (effect instanceof ReleaseClient release) {
            cutover.releaseClient(release.client());
        } else if (effect instanceof RedirectHere redirect) {
            redirectHere(redirect.client());
        } else if (effect instanceof ReleaseTarget) {
            cutover.releaseTarget();
        } else if (effect instanceof DisconnectClient disconnect) {
            close(disconnect.client(), GUEST_LEFT);
        } else if (effect instanceof ReportLost lost) {
            reports.onClientMove(lost.client(), ClientMove.LOST, GUEST_LEFT);
        } else if (effect instanceof ReportCompleted) {
            departing.clear();
            reports.onClientsMigrated();
        } else if (effect instanceof ReportCancelled) {
            departing.clear();
            reports.onClientsStay();
        } else {
            throw new AssertionError(effect);
        }
    }

    /** The client logs in here anew, at the address that it came to. */
    private void redirectHere(int client) {
        departing(client).flatMap(DepartingClient::main).ifPresent(main -> {
            Endpoint here = main.peer().server();
            int port = here.port().orElse(0);
            boolean isEncrypted = main.peer().encrypted();
            DstInfo self = new DstInfo(isEncrypted ? 0 : port, isEncrypted ? port : 0, here.host(), null);
            Bytes proof = main.session().ticketProof();
            if (!proof.isEmpty()) {
                // The ticket by which it came may have expired since.
                vouching.forLogin(proof, REDIRECT_MILLIS);
            }
            main.send(new MigrateSwitchHost(self));
        });
    }

    private Optional<DepartingClient> departing(int client) {
        return Optional.ofNullable(departing.get(client));
    }

    private void tell(int client, ServerMessage message) {
        sessions.find(client)
                .flatMap(session -> session.channel(DepartingClient.MAIN))
                .filter(main -> main.handover().letsMessagesOut())
                .ifPresent(main -> main.send(message));
    }

    private DstInfo requireDestination() {
        if (destination == null) {
            throw new AssertionError("migration: expected a destination");
        }
        return destination;
    }

    private void schedule(SourceTimer which) {
        cancelTimer();
        runningTimer = which;
        timer = loop.schedule(times.millis(which), () -> {
            timer = null;
            runningTimer = null;
            apply(new TimedOut());
        });
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
            runningTimer = null;
        }
    }
}
