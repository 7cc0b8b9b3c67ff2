package dev.caraway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.handover.HandoverEffect;
import dev.caraway.migration.handover.HandoverEvent;
import dev.caraway.migration.handover.HandoverKind;
import dev.caraway.migration.handover.HandoverState;
import dev.caraway.migration.source.CutState;
import dev.caraway.migration.source.SourceEffect;
import dev.caraway.migration.source.SourceEvent;
import dev.caraway.migration.source.SourceState;
import dev.caraway.migration.target.BlobTrust;
import dev.caraway.migration.target.TargetEffect;
import dev.caraway.migration.target.TargetEvent;
import dev.caraway.migration.target.TargetState;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Both hosts, one client and a guest, joined by queues that keep their own order and no other: the three machines with
 * the plainest shell around them, and a client that does what spice-gtk was seen to do.
 *
 * <p>Keys are numbered as they are typed. What must hold is asserted where it could break.
 */
final class MoveModel {

    private static final int CLIENT = 1;
    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    private static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    private static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    private static final ChannelId CURSOR = new ChannelId(ChannelType.CURSOR, 0);
    private static final List<ChannelId> CHANNELS = List.of(MAIN, DISPLAY, INPUTS, CURSOR);

    /** What goes over a wire: a word, and the number of a key. */
    private record Message(String word, int key) {
        Message(String word) {
            this(word, 0);
        }
    }

    /** One way of every channel's socket. */
    private static final class Wires {

        private final Map<ChannelId, Deque<Message>> queues = new TreeMap<>();

        Deque<Message> get(ChannelId channel) {
            return queues.computeIfAbsent(channel, same -> new ArrayDeque<>());
        }

        void cut() {
            queues.values().forEach(Deque::clear);
        }
    }

    /** Where the guest runs. */
    enum GuestPlace {
        SOURCE,
        NOWHERE,
        TARGET
    }

    private final Random random;

    private SourceState source = SourceState.start();
    private final SortedMap<ChannelId, HandoverState> handovers = new TreeMap<>();
    private TargetState target = TargetState.start().next();
    private boolean isTargetDead;

    private final Wires fromSource = new Wires();
    private final Wires toSource = new Wires();
    private final Wires toTarget = new Wires();
    private final Deque<Message> fromTargetMain = new ArrayDeque<>();
    private final Deque<Message> stream = new ArrayDeque<>();
    private final Deque<SourceEvent> fromTarget = new ArrayDeque<>();
    private final TreeSet<ChannelId> pinned = new TreeSet<>();
    private final Deque<Runnable> hostWork = new ArrayDeque<>();
    private final TreeSet<ChannelId> draining = new TreeSet<>();

    private final TreeSet<ChannelId> clientAtTarget = new TreeSet<>();
    private final TreeSet<ChannelId> clientAwaitsData = new TreeSet<>();

    /** Channels that were called back, and still look at their socket at the target. */
    private final TreeSet<ChannelId> clientLooksAtTarget = new TreeSet<>();

    private boolean isRedirected;
    private final List<Integer> clientTyped = new ArrayList<>();
    private boolean clientMainIsDeaf;
    private boolean clientHasConnected;

    private final List<Integer> keptAtSource = new ArrayList<>();
    private final List<Integer> keptAtTarget = new ArrayList<>();
    private final List<Integer> appliedAtSource = new ArrayList<>();
    private final List<Integer> appliedAtTarget = new ArrayList<>();
    private GuestPlace guest = GuestPlace.SOURCE;
    private boolean runWasSaid;
    private boolean isStopPending;
    private boolean sourceHeardConnected;
    private boolean hasPong;
    private boolean isInTurn;
    private final Deque<SourceEvent> turn = new ArrayDeque<>();

    private int keys;
    private int completed;
    private int cancelled;

    MoveModel(Random random) {
        this.random = random;
        CHANNELS.forEach(channel -> handovers.put(channel, new HandoverState.Live(HandoverKind.of(channel.type()))));
    }

    // What whoever moves the guest does, and the user.

    void announce() {
        SortedMap<Integer, MigrationMode> modes = new TreeMap<>();
        modes.put(CLIENT, MigrationMode.SEAMLESS);
        apply(new SourceEvent.ConnectRequested(modes));
    }

    void move() {
        apply(new SourceEvent.SwitchoverRequested(true));
    }

    void timeOut() {
        apply(new SourceEvent.TimedOut());
    }

    /** Whether a failure now leaves the client to the source. */
    boolean mayFail() {
        return !(source instanceof SourceState.Idle) && !(source instanceof CutState.Draining);
    }

    /** Nobody calls back a guest that the target was told to run. */
    void cancel() {
        if (!runWasSaid) {
            apply(new SourceEvent.MoveFailed());
        }
    }

    /** The target's host vanishes with all that it has. */
    void killTarget() {
        isTargetDead = true;
        stream.clear();
        fromTarget.clear();
        fromTargetMain.clear();
        toTarget.cut();
        if (guest == GuestPlace.TARGET) {
            guest = GuestPlace.NOWHERE;
        }
        refuseLinks();
        apply(new SourceEvent.MoveFailed());
    }

    /** What there is to send wakes a channel up that looks at the wrong socket. */
    void type() {
        clientTyped.add(++keys);
        clientLooksAtTarget.remove(INPUTS);
        sendTyped();
    }

    // How it stands.

    boolean isOver() {
        return source instanceof SourceState.Idle && completed + cancelled > 0;
    }

    SourceState source() {
        return source;
    }

    int completed() {
        return completed;
    }

    int cancelled() {
        return cancelled;
    }

    int keys() {
        return keys;
    }

    GuestPlace guest() {
        return guest;
    }

    List<Integer> appliedAtSource() {
        return appliedAtSource;
    }

    List<Integer> appliedAtTarget() {
        return appliedAtTarget;
    }

    boolean isClientWhollyAt(GuestPlace place) {
        return place == GuestPlace.TARGET
                ? clientAtTarget.containsAll(CHANNELS)
                : clientAtTarget.isEmpty() && clientAwaitsData.isEmpty();
    }

    /** Whether only a new login brought it back. */
    boolean isRedirected() {
        return isRedirected;
    }

    boolean targetHasRestored() {
        return target instanceof TargetState.Restored;
    }

    /** Moves one thing along; false when nothing is under way. */
    boolean step() {
        List<Runnable> possible = new ArrayList<>();
        for (ChannelId channel : CHANNELS) {
            if (clientReadsAtSource(channel)) {
                add(possible, fromSource.get(channel), message -> clientReads(channel, message));
            }
            add(possible, toSource.get(channel), message -> sourceReads(channel, message));
            if (targetMayRead(channel)) {
                add(possible, toTarget.get(channel), message -> targetReads(channel, message));
            }
        }
        add(possible, fromTargetMain, message -> clientHasAnAnswer());
        add(possible, stream, this::targetHears);
        add(possible, fromTarget, this::apply);
        add(possible, hostWork, Runnable::run);
        List.copyOf(draining).forEach(channel -> possible.add(() -> drained(channel)));
        if (possible.isEmpty() && source instanceof CutState.Recalling) {
            // Its sockets at the target never end: the target's host has vanished.
            possible.add(this::timeOut);
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private boolean clientReadsAtSource(ChannelId channel) {
        boolean isDeaf = channel.equals(MAIN) && clientMainIsDeaf;
        return !isDeaf && !clientAtTarget.contains(channel) && !clientLooksAtTarget.contains(channel);
    }

    private static <T> void add(List<Runnable> possible, Queue<T> queue, Consumer<T> deliver) {
        if (!queue.isEmpty()) {
            possible.add(() -> deliver.accept(queue.remove()));
        }
    }

    // The source's shell.

    /** An event that an effect causes is applied when all effects of the step are done. */
    private void apply(SourceEvent caused) {
        turn.add(caused);
        if (isInTurn) {
            return;
        }
        isInTurn = true;
        for (SourceEvent event = turn.poll(); event != null; event = turn.poll()) {
            Step<SourceState, SourceEffect> step = event.applyTo(source);
            assertThat(step.verdict()).as("%s in %s", event, source).isIn(Verdict.ACCEPTED, Verdict.STALE);
            source = step.next();
            step.effects().forEach(this::run);
        }
        isInTurn = false;
    }

    private void run(SourceEffect effect) {
        if (effect instanceof SourceEffect.SendMigrateBegin) {
            fromSource.get(MAIN).add(new Message("BEGIN"));
        } else if (effect instanceof SourceEffect.SendMigrateCancel) {
            fromSource.get(MAIN).add(new Message("CANCEL"));
        } else if (effect instanceof SourceEffect.HandOverInputs) {
            say(new Message("LIST"));
            apply(INPUTS, new HandoverEvent.HandoverRequested(true));
        } else if (effect instanceof SourceEffect.StopGuest) {
            isStopPending = true;
            hostWork.add(this::stopGuest);
        } else if (effect instanceof SourceEffect.ResumeGuest) {
            assertThat(runWasSaid).as("resumed after `run`").isFalse();
            isStopPending = false;
            guest = GuestPlace.SOURCE;
        } else if (effect instanceof SourceEffect.CompleteSnapshot) {
            say(new Message("SNAPSHOT"));
        } else if (effect instanceof SourceEffect.SendRun) {
            runWasSaid = true;
            say(new Message("RUN"));
        } else if (effect instanceof SourceEffect.HandOverChannels) {
            draining.add(DISPLAY);
            draining.add(CURSOR);
        } else if (effect instanceof SourceEffect.HandOverMain) {
            handOverMain();
        } else if (effect instanceof SourceEffect.RecallClient) {
            draining.clear();
            CHANNELS.forEach(channel -> apply(channel, new HandoverEvent.HandoverRecalled()));
            fromSource.get(MAIN).add(new Message("CANCEL"));
            fromSource.get(MAIN).add(new Message("PING"));
        } else if (effect instanceof SourceEffect.ReleaseClient) {
            say(new Message("RECALL"));
        } else if (effect instanceof SourceEffect.RedirectHere) {
            fromSource.get(MAIN).add(new Message("SWITCH HOST"));
        } else if (effect instanceof SourceEffect.ReleaseTarget) {
            say(new Message("FAILED"));
        } else if (effect instanceof SourceEffect.ReportCompleted) {
            completed++;
        } else if (effect instanceof SourceEffect.ReportCancelled) {
            cancelled++;
        }
    }

    /** What was queued on the channel has gone out. */
    private void drained(ChannelId channel) {
        draining.remove(channel);
        apply(channel, new HandoverEvent.HandoverRequested(false));
    }

    private void handOverMain() {
        assertThat(guest).as("main before the guest").isEqualTo(GuestPlace.TARGET);
        assertThat(target)
                .isInstanceOfSatisfying(
                        TargetState.AwaitingMigrateData.class,
                        awaiting ->
                                assertThat(awaiting.awaited()).as("main last").containsExactly(MAIN));
        apply(MAIN, new HandoverEvent.HandoverRequested(false));
    }

    private void stopGuest() {
        if (isStopPending) {
            isStopPending = false;
            guest = GuestPlace.NOWHERE;
            CHANNELS.forEach(channel -> apply(channel, new HandoverEvent.GuestStopped()));
            appliedAtTarget.addAll(appliedAtSource);
            apply(new SourceEvent.GuestStopped());
        }
    }

    private void say(Message word) {
        if (!isTargetDead) {
            stream.add(word);
        }
    }

    private void apply(ChannelId channel, HandoverEvent event) {
        apply(channel, event, 0);
    }

    private void apply(ChannelId channel, HandoverEvent event, int key) {
        HandoverState before = Objects.requireNonNull(handovers.get(channel));
        Step<HandoverState, HandoverEffect> step = event.applyTo(before);
        assertThat(step.verdict()).as("%s: %s in %s", channel, event, before).isIn(Verdict.ACCEPTED, Verdict.STALE);
        handovers.put(channel, step.next());
        step.effects().forEach(effect -> run(channel, effect, key));
    }

    private void run(ChannelId channel, HandoverEffect effect, int key) {
        if (effect instanceof HandoverEffect.SendMigrate migrate) {
            assertThat(sourceHeardConnected).as("MIGRATE before CONNECTED").isTrue();
            fromSource.get(channel).add(new Message(migrate.flags() == 0 ? "MIGRATE" : "MIGRATE FLUSH"));
        } else if (effect instanceof HandoverEffect.SendMigrateData) {
            say(new Message("PIN " + channel));
            fromSource.get(channel).add(new Message("DATA"));
        } else if (effect instanceof HandoverEffect.SendThrowAwayPing) {
            fromSource.get(channel).add(new Message("PING"));
        } else if (effect instanceof HandoverEffect.SendProofPing) {
            fromSource.get(channel).add(new Message("PROOF PING"));
        } else if (effect instanceof HandoverEffect.KeepForTarget) {
            keptAtSource.add(key);
        } else if (effect instanceof HandoverEffect.ForwardKept) {
            keptAtSource.forEach(kept -> say(new Message("KEPT", kept)));
            keptAtSource.clear();
        } else if (effect instanceof HandoverEffect.DeliverKept) {
            keptAtSource.forEach(this::applyAtSource);
            keptAtSource.clear();
        } else if (effect instanceof HandoverEffect.Deliver && key != 0) {
            applyAtSource(key);
        } else if (effect instanceof HandoverEffect.ReportHandedOver && channel.equals(MAIN)) {
            apply(new SourceEvent.MainHandedOver(CLIENT));
        } else if (effect instanceof HandoverEffect.ReportHandedOver) {
            reportHandedOver(channel);
        } else if (effect instanceof HandoverEffect.ReportRecalled) {
            reportRecalled();
        }
    }

    private void reportHandedOver(ChannelId channel) {
        if (channel.equals(INPUTS)) {
            apply(new SourceEvent.InputsHandedOver(CLIENT));
        }
        boolean areAll = CHANNELS.stream()
                .filter(each -> !each.equals(MAIN))
                .allMatch(each -> handovers.get(each) instanceof HandoverState.HandedOver);
        if (areAll) {
            apply(new SourceEvent.ChannelsHandedOver(CLIENT));
        }
    }

    private void reportRecalled() {
        boolean areLive = handovers.values().stream().allMatch(state -> state instanceof HandoverState.Live);
        if (areLive && hasPong) {
            apply(new SourceEvent.ClientRecalled(CLIENT));
        }
    }

    /** A stopped guest's devices take input too; what matters is that the guest does not run elsewhere. */
    private void applyAtSource(int key) {
        assertThat(guest).as("key %d at the source", key).isNotEqualTo(GuestPlace.TARGET);
        inOrder(appliedAtSource, key);
    }

    private void applyAtTarget(int key) {
        assertThat(guest).as("key %d at the target", key).isEqualTo(GuestPlace.TARGET);
        inOrder(appliedAtTarget, key);
    }

    private static void inOrder(List<Integer> applied, int key) {
        if (!applied.isEmpty()) {
            assertThat(key).as("after %s", applied).isGreaterThan(applied.get(applied.size() - 1));
        }
        applied.add(key);
    }

    private void sourceReads(ChannelId channel, Message message) {
        switch (message.word()) {
            case "CONNECTED" -> {
                sourceHeardConnected = true;
                apply(new SourceEvent.ClientConnected(CLIENT, true));
            }
            case "CONNECT_ERROR" -> apply(new SourceEvent.ClientRefused(CLIENT));
            case "MARK" -> apply(channel, new HandoverEvent.FlushMarkArrived());
            case "DATA" -> apply(channel, new HandoverEvent.MigrateDataReturned());
            case "PROOF PONG" -> apply(channel, new HandoverEvent.ProofArrived());
            case "KEY" -> apply(channel, new HandoverEvent.ClientMessageArrived(false), message.key());
            default -> {
                hasPong = true;
                apply(new SourceEvent.RecallAnswered(CLIENT));
                reportRecalled();
            }
        }
    }

    // The target's shell.

    private void applyToTarget(TargetEvent event, int key) {
        Step<TargetState, TargetEffect> step = event.applyTo(target);
        assertThat(step.verdict()).as("%s in %s", event, target).isIn(Verdict.ACCEPTED, Verdict.STALE);
        target = step.next();
        for (TargetEffect effect : step.effects()) {
            if (effect instanceof TargetEffect.SendAck) {
                fromTargetMain.add(new Message("ACK"));
            } else if (effect instanceof TargetEffect.KeepInput) {
                keptAtTarget.add(key);
            } else if (effect instanceof TargetEffect.ApplyKept) {
                keptAtTarget.forEach(this::applyAtTarget);
                keptAtTarget.clear();
            } else if (effect instanceof TargetEffect.ApplyInput) {
                applyAtTarget(key);
            } else if (effect instanceof TargetEffect.ReportRestored) {
                fromTarget.add(new SourceEvent.ClientRestored(CLIENT));
            } else if (effect instanceof TargetEffect.ReportTaken) {
                fromTarget.add(new SourceEvent.ClientTaken(CLIENT));
            }
        }
    }

    private void targetHears(Message word) {
        switch (word.word()) {
            case "LIST" -> applyToTarget(new TargetEvent.SessionListed(new TreeSet<>(CHANNELS)), 0);
            case "SNAPSHOT" -> applyToTarget(new TargetEvent.SnapshotCompleted(), 0);
            case "KEPT" -> applyToTarget(new TargetEvent.KeptInputArrived(), word.key());
            case "RUN" -> {
                assertThat(guest).as("two guests").isEqualTo(GuestPlace.NOWHERE);
                guest = GuestPlace.TARGET;
                fromTarget.add(new SourceEvent.GuestTaken());
                applyToTarget(new TargetEvent.GuestTaken(), 0);
            }
            case "RECALL" -> {
                assertThat(clientAtTarget)
                        .as("links that end before the cancel is read")
                        .isEmpty();
                closeAtTarget();
            }
            case "FAILED" -> closeAtTarget();
            default ->
                CHANNELS.stream()
                        .filter(channel -> word.word().equals("PIN " + channel))
                        .forEach(pinned::add);
        }
    }

    private void closeAtTarget() {
        applyToTarget(new TargetEvent.MoveFailed(), 0);
        toTarget.cut();
        fromTargetMain.clear();
        clientLooksAtTarget.clear();
        refuseLinks();
    }

    /** A blob is judged when the source has said its digest, and nothing behind it is read before. */
    private boolean targetMayRead(ChannelId channel) {
        Message next = toTarget.get(channel).peek();
        return next != null && (!next.word().equals("DATA") || pinned.contains(channel));
    }

    private void targetReads(ChannelId channel, Message message) {
        switch (message.word()) {
            case "LINK" -> applyToTarget(new TargetEvent.ChannelLinked(channel), 0);
            case "SEAMLESS" -> applyToTarget(new TargetEvent.HandshakeArrived(1), 0);
            case "DATA" -> applyToTarget(new TargetEvent.MigrateDataArrived(channel, BlobTrust.PROVEN), 0);
            default -> applyToTarget(new TargetEvent.InputArrived(), message.key());
        }
    }

    // The client, as it was seen.

    private void clientReads(ChannelId channel, Message message) {
        if (clientAwaitsData.remove(channel)) {
            clientReadsData(channel, message);
            return;
        }
        switch (message.word()) {
            case "BEGIN" -> linkToTarget();
            case "CANCEL" -> {
                clientLooksAtTarget.addAll(clientAtTarget);
                clientAtTarget.clear();
                clientHasConnected = false;
                sendTyped();
            }
            case "SWITCH HOST" -> logInAnew();
            case "PING" -> toSource.get(channel).add(new Message("PONG"));
            case "PROOF PING" -> toSource.get(channel).add(new Message("PROOF PONG"));
            case "MIGRATE" -> {
                if (clientHasConnected) {
                    clientAtTarget.add(channel);
                }
            }
            case "MIGRATE FLUSH" -> {
                toSource.get(channel).add(new Message("MARK"));
                clientAwaitsData.add(channel);
            }
            default -> throw new AssertionError(channel + " was sent " + message);
        }
    }

    /** The client drops all that it has, and comes back as a new one. */
    private void logInAnew() {
        isRedirected = true;
        fromSource.cut();
        toSource.cut();
        clientLooksAtTarget.clear();
        clientAwaitsData.clear();
        clientAtTarget.clear();
        handovers.replaceAll((channel, state) -> new HandoverState.Live(state.kind()));
        sendTyped();
    }

    /** Data goes to whichever socket the channel has then; a PING in its place is swallowed. */
    private void clientReadsData(ChannelId channel, Message message) {
        if (message.word().equals("DATA")) {
            if (clientHasConnected) {
                clientAtTarget.add(channel);
            }
            (clientHasConnected ? toTarget : toSource).get(channel).add(message);
        } else {
            assertThat(message.word()).as("after MIGRATE on %s", channel).isEqualTo("PING");
        }
        sendTyped();
    }

    private void linkToTarget() {
        clientMainIsDeaf = true;
        if (isTargetGone()) {
            refuseLinks();
            return;
        }
        toTarget.get(MAIN).add(new Message("SEAMLESS"));
        CHANNELS.stream()
                .filter(channel -> !channel.equals(MAIN))
                .forEach(channel -> toTarget.get(channel).add(new Message("LINK")));
    }

    /** A client that links itself to the target while that closes is told so by its sockets. */
    private void refuseLinks() {
        if (clientMainIsDeaf) {
            clientMainIsDeaf = false;
            toSource.get(MAIN).add(new Message("CONNECT_ERROR"));
        }
    }

    private void clientHasAnAnswer() {
        clientMainIsDeaf = false;
        clientHasConnected = true;
        toSource.get(MAIN).add(new Message("CONNECTED"));
    }

    /** Between the mark and the data what is typed waits in the client. */
    private void sendTyped() {
        if (clientAwaitsData.contains(INPUTS)) {
            return;
        }
        boolean isAtTarget = clientAtTarget.contains(INPUTS);
        if (!isAtTarget || !isTargetGone()) {
            Deque<Message> queue = (isAtTarget ? toTarget : toSource).get(INPUTS);
            clientTyped.forEach(key -> queue.add(new Message("KEY", key)));
        }
        clientTyped.clear();
    }

    private boolean isTargetGone() {
        return isTargetDead || target instanceof TargetState.Closed;
    }
}
