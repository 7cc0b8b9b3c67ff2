package dev.caraway.server.migration;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.source.ClientPhase;
import dev.caraway.migration.source.Clients;
import dev.caraway.migration.source.SourceEffect;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.ReportConnected;
import dev.caraway.migration.source.SourceEffect.StartTimer;
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
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionMoves;
import dev.caraway.server.session.Sessions;
import java.util.ArrayDeque;
import java.util.List;
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

    private final Loop loop;
    private final Sessions sessions;
    private final Cutover cutover;
    private final MoveReports reports;
    private final MigrationTimes times;
    private final boolean isSeamlessOn;
    private final Settling settling;
    private final Departures departures;
    private final Queue<SourceEvent> due = new ArrayDeque<>();
    private SourceState state = new SourceState.Idle(Clients.NONE);
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
        this.departures = new Departures(sessions, vouching, cutover, reports);
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
        Announcement announcement = new Announcement(target, isSeamlessOn);
        departures.announce(announcement);
        List<Session> told = sessions.all().stream()
                .filter(session -> !session.isClosing() && session.arrival().isEmpty())
                .toList();
        SortedMap<Integer, MigrationMode> modes = new TreeMap<>();
        told.forEach(session -> modes.put(session.connectionId(), announcement.modeFor(session)));
        told.forEach(session -> departures.add(session, this));
        apply(new ConnectRequested(modes));
        for (Session session : told) {
            if (modes.get(session.connectionId()) == MigrationMode.SWITCH_HOST) {
                boolean isExposed = announcement.addressFor(session).isEmpty();
                reports.onClientMove(
                        session.connectionId(),
                        ClientMove.REFUSED,
                        isExposed ? "client is encrypted: expected a TLS port" : "client cannot be announced to");
            }
        }
    }

    /** The guest has been copied but for its last changes: it shall move as soon as every client has answered. */
    void switchOver() {
        apply(new SwitchoverRequested(cutover.hasStream()));
    }

    void guestStopped() {
        departures.guestStopped();
        apply(new GuestStopped());
    }

    /** The guest is elsewhere, and nobody has said where: its clients would wait here for ever. */
    void guestLeft() {
        departures.closeAll();
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
            departures.add(session, this);
            apply(new ClientArrived(client));
            settling.whenSettled(session, () -> {
                if (isAnnounced() && cutover.takesMoreClients()) {
                    apply(new ClientArrived(client, departures.announcement().modeFor(session)));
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
        departures.remove(session);
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
            departures.close(connected.client(), "migration answer: expected none now");
        } else if (event instanceof ClientRefused refused) {
            departures.close(refused.client(), "migration answer: expected none now");
        }
    }

    private void interpret(SourceEffect effect) {
        if (effect instanceof StartTimer start) {
            timerBeganNanos = loop.nanoTime();
            schedule(start.timer());
        } else if (effect instanceof CancelTimer) {
            cancelTimer();
        } else if (effect instanceof ReportConnected) {
            LOG.info(
                    "migration Every client has answered clients={}",
                    state.clients().phases());
        } else {
            departures.perform(effect);
        }
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
