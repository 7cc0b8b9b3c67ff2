package dev.caraway.migration;

import static dev.caraway.migration.ModelWires.CHANNELS;
import static dev.caraway.migration.ModelWires.CURSOR;
import static dev.caraway.migration.ModelWires.DISPLAY;
import static dev.caraway.migration.ModelWires.INPUTS;
import static dev.caraway.migration.ModelWires.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.ModelWires.Message;
import dev.caraway.migration.handover.HandoverEffect;
import dev.caraway.migration.handover.HandoverEvent;
import dev.caraway.migration.handover.HandoverKind;
import dev.caraway.migration.handover.HandoverState;
import dev.caraway.migration.source.Cut;
import dev.caraway.migration.source.CutState;
import dev.caraway.migration.source.SourceEffect;
import dev.caraway.migration.source.SourceEvent;
import dev.caraway.migration.source.SourceState;
import dev.caraway.migration.target.BlobTrust;
import dev.caraway.migration.target.TargetEffect;
import dev.caraway.migration.target.TargetEvent;
import dev.caraway.migration.target.TargetState;
import dev.caraway.protocol.ChannelId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Both hosts, one {@linkplain ModelClient client} and a guest, joined by {@linkplain ModelWires queues} that keep their own
 * order and no other: the three machines with the plainest shell around them.
 *
 * <p>Keys are numbered as they are typed. What must hold is asserted where it could break.
 */
final class MoveModel {

    private static final int CLIENT = 1;
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

    private final ModelWires wires = new ModelWires();
    private final ModelClient client = new ModelClient(wires, new Hosts());
    private final Deque<Message> stream = new ArrayDeque<>();
    private final Deque<SourceEvent> fromTarget = new ArrayDeque<>();
    private final TreeSet<ChannelId> pinned = new TreeSet<>();
    private boolean isListed;
    private final Deque<Runnable> hostWork = new ArrayDeque<>();
    private final TreeSet<ChannelId> draining = new TreeSet<>();

    private boolean wasImpatient;

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

    private int completed;
    private int cancelled;
    private int lost;

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

    /** Whether management may still ask for another target, or for the move. */
    boolean mayAnnounceAnew() {
        boolean isAwaiting =
                source instanceof SourceState.AwaitingClients awaiting && awaiting.cut() == Cut.NOT_REQUESTED;
        return isAwaiting || source instanceof SourceState.Announced;
    }

    void move() {
        apply(new SourceEvent.SwitchoverRequested(true));
    }

    void timeOut() {
        wasImpatient |= source instanceof CutState.Draining || source instanceof CutState.AwaitingTarget;
        apply(new SourceEvent.TimedOut());
    }

    /** Whether a failure now leaves the client to the source. */
    boolean mayFail() {
        return !(source instanceof SourceState.Idle) && !(source instanceof CutState.Draining);
    }

    /** Nobody calls back a guest that the target was told to run. */
    void cancel() {
        if (!runWasSaid && !(source instanceof SourceState.Idle)) {
            apply(new SourceEvent.MoveFailed());
        }
    }

    /** The target's host vanishes with all that it has. */
    void killTarget() {
        isTargetDead = true;
        stream.clear();
        fromTarget.clear();
        wires.cutTarget();
        if (guest == GuestPlace.TARGET) {
            guest = GuestPlace.NOWHERE;
        }
        client.linksAreRefused();
        apply(new SourceEvent.MoveFailed());
    }

    /** The client's host vanishes, and all its sockets end. */
    void killClient() {
        client.vanishes();
        draining.clear();
        apply(new SourceEvent.ClientLeft(CLIENT));
        if (!isTargetDead) {
            applyToTarget(new TargetEvent.ClientLeft(), 0);
        }
    }

    /** The target finds something wrong with the client. */
    void denyClient() {
        if (!isTargetDead) {
            applyToTarget(new TargetEvent.SessionDenied(), 0);
        }
    }

    void type() {
        client.type();
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

    ModelClient client() {
        return client;
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

    /** Whether the source gave up on what was still under way: it may report a client lost that arrives after all. */
    boolean wasImpatient() {
        return wasImpatient;
    }

    /** How often management was told that the session is lost. */
    int lost() {
        return lost;
    }

    boolean targetHasRestored() {
        return target instanceof TargetState.Restored;
    }

    /** Moves one thing along; false when nothing is under way. */
    boolean step() {
        List<Runnable> possible = new ArrayList<>();
        for (ChannelId channel : CHANNELS) {
            if (client.readsAtSource(channel)) {
                add(possible, wires.fromSource.get(channel), message -> client.reads(channel, message));
            }
            add(possible, wires.toSource.get(channel), message -> sourceReads(channel, message));
            if (targetMayRead(channel)) {
                add(possible, wires.toTarget.get(channel), message -> targetReads(channel, message));
            }
        }
        add(possible, wires.fromTargetMain, message -> client.hasAnAnswer());
        add(possible, stream, this::targetHears);
        add(possible, fromTarget, this::apply);
        add(possible, hostWork, Runnable::run);
        List.copyOf(draining).forEach(channel -> possible.add(() -> drained(channel)));
        if (possible.isEmpty() && isTimed()) {
            // Somebody says nothing any more.
            possible.add(this::timeOut);
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private boolean isTimed() {
        return source instanceof SourceState.AwaitingClients
                || source instanceof CutState.AwaitingInputs
                || source instanceof CutState.AwaitingTarget
                || source instanceof CutState.Draining
                || source instanceof CutState.Recalling;
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
            wires.fromSource.get(MAIN).add(new Message("BEGIN"));
        } else if (effect instanceof SourceEffect.SendMigrateCancel) {
            wires.fromSource.get(MAIN).add(new Message("CANCEL"));
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
            wires.fromSource.get(MAIN).add(new Message("CANCEL"));
            wires.fromSource.get(MAIN).add(new Message("PING"));
        } else if (effect instanceof SourceEffect.ReleaseClient) {
            say(new Message("RECALL"));
        } else if (effect instanceof SourceEffect.RedirectHere) {
            wires.fromSource.get(MAIN).add(new Message("SWITCH HERE"));
        } else if (effect instanceof SourceEffect.SendSwitchHost) {
            wires.fromSource.get(MAIN).add(new Message("SWITCH TO TARGET"));
        } else if (effect instanceof SourceEffect.DisconnectClient) {
            wires.fromSource.get(MAIN).add(new Message("END"));
        } else if (effect instanceof SourceEffect.ReportLost) {
            lost++;
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
        if (!fromTarget.contains(new SourceEvent.ClientLost(CLIENT))) {
            assertThat(target)
                    .isInstanceOfSatisfying(
                            TargetState.AwaitingMigrateData.class,
                            awaiting -> assertThat(awaiting.awaited())
                                    .as("main last")
                                    .containsExactly(MAIN));
        }
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
            wires.fromSource.get(channel).add(new Message(migrate.flags() == 0 ? "MIGRATE" : "MIGRATE FLUSH"));
        } else if (effect instanceof HandoverEffect.SendMigrateData) {
            say(new Message("PIN " + channel));
            wires.fromSource.get(channel).add(new Message("DATA"));
        } else if (effect instanceof HandoverEffect.SendThrowAwayPing) {
            wires.fromSource.get(channel).add(new Message("PING"));
        } else if (effect instanceof HandoverEffect.SendProofPing) {
            wires.fromSource.get(channel).add(new Message("PROOF PING"));
        } else if (effect instanceof HandoverEffect.KeepForTarget) {
            keptAtSource.add(key);
        } else if (effect instanceof HandoverEffect.ForwardKept && channel.equals(INPUTS)) {
            keptAtSource.forEach(kept -> say(new Message("KEPT", kept)));
            keptAtSource.clear();
        } else if (effect instanceof HandoverEffect.DeliverKept && channel.equals(INPUTS)) {
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

    /**
     * A stopped guest's devices take input too; what matters is that the guest does not run elsewhere. Only a client that
     * does not follow it, or was called back, types to nobody then.
     */
    private void applyAtSource(int key) {
        if (guest == GuestPlace.TARGET) {
            assertThat(Objects.requireNonNull(handovers.get(INPUTS)).letsMessagesOut())
                    .as("key %d at the source", key)
                    .isTrue();
            assertThat(appliedAtTarget).doesNotContain(key);
        } else {
            inOrder(appliedAtSource, key);
        }
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
        boolean isLost = target instanceof TargetState.Provisional && step.next() instanceof TargetState.Closed;
        target = step.next();
        if (isLost && isListed) {
            fromTarget.add(new SourceEvent.ClientLost(CLIENT));
        }
        if (isLost) {
            keptAtTarget.clear();
            client.linksEnd();
        }
        for (TargetEffect effect : step.effects()) {
            if (effect instanceof TargetEffect.SendAck) {
                wires.fromTargetMain.add(new Message("ACK"));
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
            case "LIST" -> {
                isListed = true;
                applyToTarget(new TargetEvent.SessionListed(new TreeSet<>(CHANNELS)), 0);
            }
            case "SNAPSHOT" -> applyToTarget(new TargetEvent.SnapshotCompleted(), 0);
            case "KEPT" -> applyToTarget(new TargetEvent.KeptInputArrived(), word.key());
            case "RUN" -> {
                assertThat(guest).as("two guests").isEqualTo(GuestPlace.NOWHERE);
                guest = GuestPlace.TARGET;
                fromTarget.add(new SourceEvent.GuestTaken());
                applyToTarget(new TargetEvent.GuestTaken(), 0);
            }
            case "RECALL" -> {
                assertThat(client.hasReadCancel())
                        .as("links end after the cancel is read")
                        .isTrue();
                applyToTarget(new TargetEvent.MoveFailed(), 0);
            }
            case "FAILED" -> applyToTarget(new TargetEvent.MoveFailed(), 0);
            default ->
                CHANNELS.stream()
                        .filter(channel -> word.word().equals("PIN " + channel))
                        .forEach(pinned::add);
        }
    }

    /** A blob is judged when the source has said its digest, and nothing behind it is read before. */
    private boolean targetMayRead(ChannelId channel) {
        Message next = wires.toTarget.get(channel).peek();
        return next != null && !isTargetDead && (!next.word().equals("DATA") || pinned.contains(channel));
    }

    private void targetReads(ChannelId channel, Message message) {
        switch (message.word()) {
            case "LINK" -> targetAccepts(channel);
            case "BYE" -> applyToTarget(new TargetEvent.ClientLeft(), 0);
            case "SEAMLESS" -> applyToTarget(new TargetEvent.HandshakeArrived(1, true), 0);
            case "DATA" -> applyToTarget(new TargetEvent.MigrateDataArrived(channel, BlobTrust.PROVEN), 0);
            default -> applyToTarget(new TargetEvent.InputArrived(), message.key());
        }
    }

    private void targetAccepts(ChannelId channel) {
        if (!channel.equals(MAIN)) {
            applyToTarget(new TargetEvent.ChannelLinked(channel), 0);
            return;
        }
        target = TargetState.start().next();
        wires.toTarget.get(MAIN).add(new Message("SEAMLESS"));
        CHANNELS.stream()
                .filter(each -> !each.equals(MAIN))
                .forEach(each -> wires.toTarget.get(each).add(new Message("LINK")));
    }

    /** What the client meets. */
    private final class Hosts implements ModelClient.Hosts {

        @Override
        public boolean isTargetDead() {
            return isTargetDead;
        }

        @Override
        public boolean isTargetGone() {
            return isTargetDead || target instanceof TargetState.Closed;
        }

        @Override
        public boolean isTargetTold() {
            return !isTargetDead && (random.nextBoolean() || !(source instanceof CutState.Recalling));
        }

        @Override
        public void onLeft() {
            draining.clear();
            hostWork.add(() -> apply(new SourceEvent.ClientLeft(CLIENT)));
        }

        @Override
        public void onLoggedInAnew() {
            handovers.replaceAll((channel, state) -> new HandoverState.Live(state.kind()));
        }
    }
}
