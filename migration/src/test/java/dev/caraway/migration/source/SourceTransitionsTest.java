package dev.caraway.migration.source;

import static dev.caraway.migration.source.ClientPhase.AFRESH;
import static dev.caraway.migration.source.ClientPhase.AWAITED;
import static dev.caraway.migration.source.ClientPhase.CHANNELS_MOVED;
import static dev.caraway.migration.source.ClientPhase.CUT_OFF;
import static dev.caraway.migration.source.ClientPhase.DATA_RESTORED;
import static dev.caraway.migration.source.ClientPhase.INPUTS_MOVED;
import static dev.caraway.migration.source.ClientPhase.LEAVING;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVED;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVING;
import static dev.caraway.migration.source.ClientPhase.RESTORED;
import static dev.caraway.migration.source.ClientPhase.SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.SEMI_SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.UNANSWERED;
import static dev.caraway.migration.source.ClientPhase.UNLINKED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.Machines;
import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.source.CutState.AwaitingGuestStop;
import dev.caraway.migration.source.CutState.AwaitingInputs;
import dev.caraway.migration.source.CutState.AwaitingTarget;
import dev.caraway.migration.source.CutState.Draining;
import dev.caraway.migration.source.CutState.Recalling;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.HandOverChannels;
import dev.caraway.migration.source.SourceEffect.HandOverInputs;
import dev.caraway.migration.source.SourceEffect.HandOverMain;
import dev.caraway.migration.source.SourceEffect.RecallClient;
import dev.caraway.migration.source.SourceEffect.ReportCancelled;
import dev.caraway.migration.source.SourceEffect.ReportCompleted;
import dev.caraway.migration.source.SourceEffect.ResumeGuest;
import dev.caraway.migration.source.SourceEffect.SendMigrateCancel;
import dev.caraway.migration.source.SourceEffect.SendRun;
import dev.caraway.migration.source.SourceEffect.StartTimer;
import dev.caraway.migration.source.SourceEffect.StopGuest;
import dev.caraway.migration.source.SourceState.AwaitingClients;
import dev.caraway.migration.source.SourceState.Connected;
import dev.caraway.migration.source.SourceState.Idle;
import dev.caraway.migration.source.SourceState.SwitchHostFallback;
import dev.caraway.protocol.machine.TransitionTable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SourceTransitionsTest {

    private static final int WALKS = 4000;
    private static final int STEPS = 80;

    private static final TransitionTable<SourceState, SourceEvent> TABLE = table();

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        TABLE.verify(SourceTransitionsTest.class, "source-transitions.txt");
    }

    @Test
    void everyKindOfStateAndEventIsInTheTable() {
        TABLE.verifyThatNothingIsMissing(SourceState.class, SourceEvent.class);
    }

    @Test
    void anAnswerToACancelledAnnouncementDoesNotCountForTheNext() {
        SourceState state = SourceState.start();
        state = accepted(state, new SourceEvent.ConnectRequested(modes(MigrationMode.SEAMLESS)));
        state = accepted(state, new SourceEvent.ConnectRequested(modes(MigrationMode.SEAMLESS)));
        state = accepted(state, new SourceEvent.ClientRefused(1));

        assertThat(state.clients().is(1, AWAITED)).isTrue();
        state = accepted(state, new SourceEvent.ClientConnected(1, true));
        assertThat(state).isInstanceOf(Connected.class);
        assertThat(state.clients().is(1, SEAMLESS)).isTrue();
    }

    @Test
    void aMoveThatFollowsTheAnnouncementAtOnceIsStillSeamless() {
        SourceState state =
                accepted(SourceState.start(), new SourceEvent.ConnectRequested(modes(MigrationMode.SEAMLESS)));
        state = accepted(state, new SourceEvent.SwitchoverRequested(true));

        Step<SourceState, SourceEffect> step = new SourceEvent.ClientConnected(1, true).applyTo(state);
        assertThat(step.next()).isInstanceOf(AwaitingInputs.class);
        assertThat(step.effects()).contains(new HandOverInputs(1));
    }

    @Test
    void aClientThatTheTargetHasLostCostsTheOthersNothing() {
        SourceState state = new AwaitingTarget(two(CHANNELS_MOVED, CHANNELS_MOVED), Cut.WITH_STREAM, true);
        Step<SourceState, SourceEffect> lost = new SourceEvent.ClientLost(1).applyTo(state);

        assertThat(lost.effects())
                .containsExactly(
                        new RecallClient(1), new SourceEffect.SendSwitchHost(1), new SourceEffect.ReportLost(1));
        state = accepted(lost.next(), new SourceEvent.ClientRestored(2));
        state = accepted(state, new SourceEvent.ClientLeft(1));
        state = accepted(state, new SourceEvent.ClientTaken(2));
        assertThat(state).isInstanceOf(Idle.class);
    }

    /** Walks with two clients; the promises are looked at after every step. */
    @Test
    void everyRandomWalkKeepsThePromisesOfASource() {
        int completed = 0;
        int cancelled = 0;
        int mains = 0;
        for (int seed = 0; seed < WALKS; seed++) {
            Promises promises = new Promises();
            walk(new Random(seed), promises);
            completed += promises.completed;
            cancelled += promises.cancelled;
            mains += promises.mainsHandedOver;
        }
        assertThat(completed).as("completions").isGreaterThan(WALKS / 2);
        assertThat(cancelled).as("cancellations").isGreaterThan(WALKS / 10);
        assertThat(mains).as("clients that went seamlessly").isGreaterThan(WALKS / 10);
    }

    private static void walk(Random random, Promises promises) {
        SourceState state = SourceState.start();
        for (int i = 0; i < STEPS; i++) {
            state = promises.apply(state, nextEvent(random, state));
        }
        // Whatever has happened, failure and time bring every walk home.
        for (int i = 0; i < 5 && !(state instanceof Idle); i++) {
            state = promises.apply(state, new SourceEvent.MoveFailed());
            state = promises.apply(state, new SourceEvent.TimedOut());
        }
        assertThat(state).isInstanceOf(Idle.class);
        assertThat(promises.isOpen).as("a migration that nobody reported").isFalse();
    }

    /** Mostly one that leads on. */
    private static SourceEvent nextEvent(Random random, SourceState state) {
        List<SourceEvent> events = TABLE.events();
        if (random.nextInt(4) > 0) {
            List<SourceEvent> likely = events.stream()
                    .filter(event -> !(event instanceof SourceEvent.MoveFailed)
                            && !(event instanceof SourceEvent.TimedOut)
                            && !(event instanceof SourceEvent.ClientLeft)
                            && !(event instanceof SourceEvent.ClientLost)
                            && !(event instanceof SourceEvent.ClientArrived))
                    .filter(event -> event.applyTo(state).verdict() == Verdict.ACCEPTED)
                    .toList();
            if (!likely.isEmpty()) {
                return likely.get(random.nextInt(likely.size()));
            }
        }
        return events.get(random.nextInt(events.size()));
    }

    /** What must hold of the effects so far. */
    private static final class Promises {

        private final Set<Integer> linkedSeamlessly = new HashSet<>();
        private final Set<Integer> handedOver = new HashSet<>();
        private final Set<Integer> mains = new HashSet<>();
        private boolean isOpen;
        private boolean timerRuns;
        private boolean guestIsOurs = true;
        private boolean mayResume = true;
        private boolean targetHasGuest;
        private int completed;
        private int cancelled;
        private int mainsHandedOver;

        SourceState apply(SourceState state, SourceEvent event) {
            Step<SourceState, SourceEffect> step = event.applyTo(state);
            if (step.verdict() != Verdict.ACCEPTED) {
                assertThat(step.next()).isSameAs(state);
                assertThat(step.effects()).isEmpty();
                return state;
            }
            before(state, event, step);
            step.effects().forEach(this::check);
            assertThat(timerRuns).as("%s by %s: timer", step.next(), event).isEqualTo(isTimed(step.next()));
            if (isOpen && step.next() instanceof Idle) {
                throw new AssertionError("idle without a report after " + event);
            }
            return step.next();
        }

        private void before(SourceState state, SourceEvent event, Step<SourceState, SourceEffect> step) {
            if (event instanceof SourceEvent.TimedOut) {
                timerRuns = false;
            }
            if (event instanceof SourceEvent.ConnectRequested) {
                isOpen = true;
                linkedSeamlessly.clear();
                handedOver.clear();
                mains.clear();
                // Every attempt begins with the guest here: where it was not, this is another guest.
                guestIsOurs = true;
                mayResume = true;
                targetHasGuest = false;
            }
            if (event instanceof SourceEvent.ClientConnected connected && connected.isSeamless()) {
                boolean counts = step.next().clients().is(connected.client(), SEAMLESS)
                        || step.effects().contains(new HandOverInputs(connected.client()));
                if (counts && state.clients().is(connected.client(), AWAITED)) {
                    linkedSeamlessly.add(connected.client());
                }
            }
            if (event instanceof SourceEvent.GuestTaken) {
                targetHasGuest = true;
            }
            if (event instanceof SourceEvent.MainHandedOver main) {
                handedOver.remove(main.client());
            }
            if (event instanceof SourceEvent.GuestStopped && ((AwaitingGuestStop) state).cut() == Cut.WITHOUT_STREAM) {
                targetHasGuest = true;
            }
        }

        private void check(SourceEffect effect) {
            if (effect instanceof StartTimer) {
                timerRuns = true;
            } else if (effect instanceof CancelTimer) {
                assertThat(timerRuns).as("a timer to cancel").isTrue();
                timerRuns = false;
            } else if (effect instanceof SendMigrateCancel cancel) {
                linkedSeamlessly.remove(cancel.client());
            } else if (effect instanceof HandOverInputs inputs) {
                assertThat(linkedSeamlessly)
                        .as("MIGRATE before CONNECTED_SEAMLESS")
                        .contains(inputs.client());
                assertThat(guestIsOurs).as("inputs go while the guest runs").isTrue();
                handedOver.add(inputs.client());
            } else if (effect instanceof HandOverChannels channels) {
                assertThat(linkedSeamlessly).contains(channels.client());
                assertThat(guestIsOurs)
                        .as("display goes when the guest has stopped")
                        .isFalse();
            } else if (effect instanceof HandOverMain main) {
                assertThat(targetHasGuest).as("main last").isTrue();
                assertThat(handedOver).as("after the others").contains(main.client());
                assertThat(mains.add(main.client())).as("once").isTrue();
                mainsHandedOver++;
            } else if (effect instanceof RecallClient recall) {
                assertThat(handedOver).as("never after main").contains(recall.client());
                handedOver.remove(recall.client());
            } else if (effect instanceof StopGuest) {
                assertThat(guestIsOurs).isTrue();
                guestIsOurs = false;
            } else if (effect instanceof SendRun) {
                assertThat(guestIsOurs).as("two guests").isFalse();
                mayResume = false;
            } else if (effect instanceof ResumeGuest) {
                assertThat(mayResume).as("resumed after `run`").isTrue();
                assertThat(targetHasGuest).isFalse();
                guestIsOurs = true;
            } else if (effect instanceof ReportCompleted || effect instanceof ReportCancelled) {
                assertThat(isOpen).as("a second report: %s", effect).isTrue();
                isOpen = false;
                completed += effect instanceof ReportCompleted ? 1 : 0;
                cancelled += effect instanceof ReportCancelled ? 1 : 0;
            }
        }

        private static boolean isTimed(SourceState state) {
            return state instanceof AwaitingClients
                    || state instanceof AwaitingInputs
                    || state instanceof AwaitingTarget
                    || state instanceof Draining
                    || state instanceof Recalling;
        }
    }

    private static SourceState accepted(SourceState state, SourceEvent event) {
        Step<SourceState, SourceEffect> step = event.applyTo(state);
        assertThat(step.verdict()).as("%s in %s", event, state).isEqualTo(Verdict.ACCEPTED);
        return step.next();
    }

    private static TransitionTable<SourceState, SourceEvent> table() {
        TransitionTable<SourceState, SourceEvent> table = new TransitionTable<SourceState, SourceEvent>(
                        "source", Verdict.ACCEPTED, (event, state) -> Machines.outcome(event.applyTo(state)))
                .namingStates(SourceTransitionsTest::name)
                .namingEffects(Machines::described)
                .columns(42, 46);
        addStates(table);
        addEvents(table);
        return table;
    }

    private static void addStates(TransitionTable<SourceState, SourceEvent> table) {
        Cut stream = Cut.WITH_STREAM;
        Cut none = Cut.WITHOUT_STREAM;
        for (SourceState state : List.of(
                new Idle(Clients.NONE),
                new Idle(Clients.NONE.withStaleAnswer(1)),
                new AwaitingClients(one(AWAITED), Cut.NOT_REQUESTED),
                new AwaitingClients(two(AWAITED, SEAMLESS), Cut.NOT_REQUESTED),
                new AwaitingClients(two(AWAITED, SEAMLESS), stream),
                new AwaitingClients(one(AWAITED).withStaleAnswer(1), Cut.NOT_REQUESTED),
                new Connected(Clients.NONE),
                new Connected(one(SEAMLESS)),
                new Connected(two(UNANSWERED, SEMI_SEAMLESS)),
                new SwitchHostFallback(one(UNANSWERED)),
                new AwaitingInputs(one(SEAMLESS), stream),
                new AwaitingInputs(two(SEAMLESS, INPUTS_MOVED), stream),
                new AwaitingGuestStop(Clients.NONE, none),
                new AwaitingGuestStop(two(INPUTS_MOVED, SEAMLESS), stream),
                new AwaitingGuestStop(two(INPUTS_MOVED, UNLINKED), none),
                new AwaitingTarget(one(INPUTS_MOVED), none, true),
                new AwaitingTarget(two(INPUTS_MOVED, SEMI_SEAMLESS), stream, false),
                new AwaitingTarget(two(CHANNELS_MOVED, UNANSWERED), stream, false),
                new AwaitingTarget(two(CHANNELS_MOVED, CUT_OFF), stream, false),
                new AwaitingTarget(one(DATA_RESTORED), stream, true),
                new AwaitingTarget(one(RESTORED), stream, false),
                new AwaitingTarget(one(MAIN_MOVING), stream, true),
                new AwaitingTarget(one(MAIN_MOVING), none, true),
                new AwaitingTarget(two(CHANNELS_MOVED, MAIN_MOVED), stream, true),
                new AwaitingTarget(two(CHANNELS_MOVED, AFRESH), stream, true),
                new Draining(one(MAIN_MOVED), stream),
                new Draining(one(MAIN_MOVED), none),
                new Draining(two(MAIN_MOVED, LEAVING), stream),
                new Draining(one(LEAVING).withStaleAnswer(1), stream),
                new Draining(one(AFRESH), stream),
                new Recalling(one(INPUTS_MOVED)),
                new Recalling(two(INPUTS_MOVED, SEAMLESS)))) {
            table.state(name(state), state);
        }
    }

    private static void addEvents(TransitionTable<SourceState, SourceEvent> table) {
        table.event("ConnectRequested nobody", new SourceEvent.ConnectRequested(new TreeMap<>()));
        table.event("ConnectRequested SWITCH_HOST", connect(MigrationMode.SWITCH_HOST));
        table.event("ConnectRequested SEAMLESS", connect(MigrationMode.SEAMLESS));
        table.event(
                "ConnectRequested SEMI_SEAMLESS, SEAMLESS",
                connect(MigrationMode.SEMI_SEAMLESS, MigrationMode.SEAMLESS));
        for (SourceEvent event : List.of(
                new SourceEvent.ClientArrived(3),
                new SourceEvent.ClientArrived(3, MigrationMode.SEAMLESS),
                new SourceEvent.ClientArrived(1, MigrationMode.SEMI_SEAMLESS),
                new SourceEvent.ClientConnected(1, true),
                new SourceEvent.ClientConnected(1, false),
                new SourceEvent.ClientConnected(2, true),
                new SourceEvent.ClientRefused(1),
                new SourceEvent.ClientLeft(1),
                new SourceEvent.ClientLeft(2),
                new SourceEvent.SwitchoverRequested(true),
                new SourceEvent.SwitchoverRequested(false),
                new SourceEvent.InputsHandedOver(1),
                new SourceEvent.InputsHandedOver(2),
                new SourceEvent.GuestStopped(),
                new SourceEvent.ChannelsHandedOver(1),
                new SourceEvent.ChannelsHandedOver(2),
                new SourceEvent.MainHandedOver(1),
                new SourceEvent.MainHandedOver(2),
                new SourceEvent.GuestTaken(),
                new SourceEvent.ClientRestored(1),
                new SourceEvent.ClientRestored(2),
                new SourceEvent.ClientTaken(1),
                new SourceEvent.ClientTaken(2),
                new SourceEvent.ClientLost(1),
                new SourceEvent.ClientLost(2),
                new SourceEvent.MoveFailed(),
                new SourceEvent.RecallAnswered(1),
                new SourceEvent.ClientRecalled(1),
                new SourceEvent.ClientRecalled(2),
                new SourceEvent.TimedOut())) {
            table.event(Machines.described(event), event);
        }
    }

    private static String name(SourceState state) {
        StringBuilder name = new StringBuilder(TransitionTable.kind(state));
        state.clients()
                .phases()
                .forEach((client, phase) ->
                        name.append(' ').append(client).append(' ').append(phase));
        state.clients()
                .staleAnswers()
                .forEach((client, count) ->
                        name.append(", ").append(client).append(" owes ").append(count));
        if (state instanceof AwaitingClients awaiting && awaiting.cut() != Cut.NOT_REQUESTED) {
            name.append(", move requested");
        }
        if (state instanceof AwaitingTarget awaiting && awaiting.guestTaken()) {
            name.append(", guest taken");
        }
        boolean isWithoutStream = state.toString().contains("cut=WITHOUT_STREAM");
        return name.append(isWithoutStream ? ", no stream" : "").toString();
    }

    private static Clients one(ClientPhase phase) {
        return Clients.NONE.with(1, phase);
    }

    private static Clients two(ClientPhase first, ClientPhase second) {
        return one(first).with(2, second);
    }

    private static SourceEvent connect(MigrationMode... modes) {
        return new SourceEvent.ConnectRequested(modes(modes));
    }

    private static SortedMap<Integer, MigrationMode> modes(MigrationMode... modes) {
        SortedMap<Integer, MigrationMode> byClient = new TreeMap<>();
        for (int i = 0; i < modes.length; i++) {
            byClient.put(i + 1, modes[i]);
        }
        return byClient;
    }
}
