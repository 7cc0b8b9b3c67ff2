package dev.caraway.migration.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.Machines;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.target.TargetEffect.ApplyInput;
import dev.caraway.migration.target.TargetEffect.ApplyKept;
import dev.caraway.migration.target.TargetEffect.CancelTimer;
import dev.caraway.migration.target.TargetEffect.CloseClient;
import dev.caraway.migration.target.TargetEffect.KeepInput;
import dev.caraway.migration.target.TargetEffect.ReportRestored;
import dev.caraway.migration.target.TargetEffect.ReportTaken;
import dev.caraway.migration.target.TargetEffect.RestoreChannel;
import dev.caraway.migration.target.TargetEffect.StartTimer;
import dev.caraway.migration.target.TargetState.AwaitingGuest;
import dev.caraway.migration.target.TargetState.AwaitingHandshake;
import dev.caraway.migration.target.TargetState.AwaitingMigrateData;
import dev.caraway.migration.target.TargetState.AwaitingMigrateEnd;
import dev.caraway.migration.target.TargetState.Closed;
import dev.caraway.migration.target.TargetState.Provisional;
import dev.caraway.migration.target.TargetState.Restored;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.machine.TransitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TargetTransitionsTest {

    private static final int WALKS = 4000;

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    private static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    private static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    private static final ChannelId CURSOR = new ChannelId(ChannelType.CURSOR, 0);

    private static final TransitionTable<TargetState, TargetEvent> TABLE = table();

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        TABLE.verify(TargetTransitionsTest.class, "target-transitions.txt");
    }

    @Test
    void everyKindOfStateAndEventIsInTheTable() {
        TABLE.verifyThatNothingIsMissing(TargetState.class, TargetEvent.class);
    }

    @Test
    void aChannelThatIsLinkedHereButWillNotBeHandedOverIsNotWaitedFor() {
        Arrival arrival = Arrival.NOTHING
                .withLinked(MAIN)
                .withLinked(DISPLAY)
                .withLinked(new ChannelId(ChannelType.DISPLAY, 1))
                .withListed(channels(MAIN, DISPLAY));

        assertThat(new AwaitingMigrateData(arrival, channels()).awaited()).containsExactly(MAIN, DISPLAY);
    }

    @Test
    void everyRandomWalkKeepsThePromisesOfATarget() {
        int restored = 0;
        int closed = 0;
        for (int seed = 0; seed < WALKS; seed++) {
            TargetState end = walk(new Random(seed));
            restored += end instanceof Restored ? 1 : 0;
            closed += end instanceof Closed ? 1 : 0;
        }
        assertThat(restored).as("walks that end with a client").isPositive();
        assertThat(closed).as("walks that end without").isPositive();
    }

    private static TargetState walk(Random random) {
        Step<TargetState, TargetEffect> step = TargetState.start();
        List<TargetEffect> effects = new ArrayList<>(step.effects());
        TargetState state = step.next();
        List<TargetEvent> events = TABLE.events();
        for (int i = 0; i < 60; i++) {
            TargetEvent event = events.get(random.nextInt(events.size()));
            if (isEnd(event) && random.nextInt(30) > 0) {
                continue;
            }
            step = event.applyTo(state);
            if (step.verdict() != Verdict.ACCEPTED) {
                assertThat(step.next()).isSameAs(state);
                assertThat(step.effects()).isEmpty();
            }
            assertThat(state instanceof Closed && step.verdict() == Verdict.ACCEPTED)
                    .isFalse();
            if (step.verdict() == Verdict.ACCEPTED && state instanceof AwaitingMigrateData awaiting) {
                checkInput(event, awaiting.restored().contains(INPUTS));
            }
            effects.addAll(step.effects());
            state = step.next();
        }
        step = new TargetEvent.TimedOut().applyTo(state);
        effects.addAll(step.effects());
        checkPromises(step.next(), effects);
        return step.next();
    }

    private static void checkInput(TargetEvent event, boolean hasInputs) {
        assertThat(event instanceof TargetEvent.InputArrived && !hasInputs)
                .as("input before its channel")
                .isFalse();
        assertThat(event instanceof TargetEvent.KeptInputArrived && hasInputs)
                .as("what was kept after its channel")
                .isFalse();
    }

    private static boolean isEnd(TargetEvent event) {
        return event instanceof TargetEvent.SessionDenied
                || event instanceof TargetEvent.MoveFailed
                || event instanceof TargetEvent.ClientLeft
                || event instanceof TargetEvent.TimedOut
                || (event instanceof TargetEvent.MigrateDataArrived data && data.trust() == BlobTrust.DIFFERS);
    }

    private static void checkPromises(TargetState end, List<TargetEffect> effects) {
        assertThat(end).isInstanceOfAny(Restored.class, Closed.class);
        assertThat(Collections.frequency(effects, new StartTimer())).isEqualTo(1);
        assertThat(Collections.frequency(effects, new CancelTimer())).isLessThanOrEqualTo(1);
        assertThat(Collections.frequency(effects, new CloseClient())).isLessThanOrEqualTo(1);
        assertThat(Collections.frequency(effects, new ReportTaken())).isLessThanOrEqualTo(1);
        assertThat(Collections.frequency(effects, new ReportRestored())).isLessThanOrEqualTo(1);
        List<ChannelId> restored = new ArrayList<>();
        boolean hasKept = false;
        for (TargetEffect effect : effects) {
            if (effect instanceof RestoreChannel restore) {
                restored.add(restore.channel());
            }
            if (effect instanceof KeepInput) {
                hasKept = true;
            }
            if (effect instanceof ApplyKept) {
                hasKept = false;
            }
            assertThat(effect instanceof ApplyInput && hasKept)
                    .as("a later input before an earlier one")
                    .isFalse();
        }
        assertThat(restored).doesNotHaveDuplicates();
    }

    private static TransitionTable<TargetState, TargetEvent> table() {
        TransitionTable<TargetState, TargetEvent> table = new TransitionTable<TargetState, TargetEvent>(
                        "target", Verdict.ACCEPTED, (event, state) -> Machines.outcome(event.applyTo(state)))
                .namingStates(TargetTransitionsTest::name)
                .namingEffects(Machines::described)
                .columns(52, 44);
        Arrival linked = Arrival.NOTHING
                .withLinked(MAIN)
                .withLinked(DISPLAY)
                .withLinked(INPUTS)
                .withLinked(CURSOR);
        Arrival listed = linked.withListed(channels(MAIN, DISPLAY, INPUTS, CURSOR));
        Arrival taken = listed.withSnapshot().withGuest();
        for (TargetState state : List.of(
                new AwaitingHandshake(Arrival.NOTHING.withLinked(MAIN)),
                new AwaitingHandshake(taken),
                new AwaitingMigrateData(linked, channels()),
                new AwaitingMigrateData(listed, channels(INPUTS)),
                new AwaitingMigrateData(listed.withSnapshot(), channels(INPUTS, DISPLAY)),
                new AwaitingMigrateData(taken, channels(INPUTS)),
                new AwaitingMigrateData(taken, channels(INPUTS, DISPLAY)),
                new AwaitingMigrateData(taken, channels(INPUTS, MAIN)),
                new AwaitingMigrateData(linked, channels(INPUTS, DISPLAY, MAIN)),
                new AwaitingMigrateEnd(linked),
                new AwaitingMigrateEnd(taken),
                new AwaitingGuest(linked),
                new Restored(),
                new Closed())) {
            table.state(name(state), state);
        }
        addEvents(table);
        return table;
    }

    private static void addEvents(TransitionTable<TargetState, TargetEvent> table) {
        for (TargetEvent event : List.of(
                new TargetEvent.ChannelLinked(DISPLAY),
                new TargetEvent.HandshakeArrived(1, true),
                new TargetEvent.HandshakeArrived(1, false),
                new TargetEvent.HandshakeArrived(2, true),
                new TargetEvent.MigrateEndArrived(),
                new TargetEvent.SessionListed(channels(MAIN, DISPLAY, INPUTS, CURSOR)),
                new TargetEvent.SessionDenied(),
                new TargetEvent.SnapshotCompleted(),
                new TargetEvent.GuestTaken(),
                new TargetEvent.MigrateDataArrived(INPUTS, BlobTrust.PROVEN),
                new TargetEvent.MigrateDataArrived(DISPLAY, BlobTrust.PROVEN),
                new TargetEvent.MigrateDataArrived(DISPLAY, BlobTrust.UNPROVEN),
                new TargetEvent.MigrateDataArrived(DISPLAY, BlobTrust.DIFFERS),
                new TargetEvent.MigrateDataArrived(MAIN, BlobTrust.PROVEN),
                new TargetEvent.MigrateDataArrived(CURSOR, BlobTrust.UNPROVEN),
                new TargetEvent.KeptInputArrived(),
                new TargetEvent.InputArrived(),
                new TargetEvent.MoveFailed(),
                new TargetEvent.ClientLeft(),
                new TargetEvent.TimedOut())) {
            table.event(Machines.described(event), event);
        }
    }

    private static String name(TargetState state) {
        String kind = TransitionTable.kind(state);
        if (state instanceof AwaitingMigrateData awaiting) {
            return kind + " " + awaiting.awaited() + progress(awaiting.arrival());
        }
        if (state instanceof Provisional awaiting) {
            return kind + progress(awaiting.arrival());
        }
        return kind;
    }

    private static String progress(Arrival arrival) {
        return (arrival.listed().isPresent() ? ", listed" : "")
                + (arrival.isSnapshotComplete() ? ", snapshot" : "")
                + (arrival.isGuestTaken() ? ", guest" : "");
    }

    private static SortedSet<ChannelId> channels(ChannelId... channels) {
        return new TreeSet<>(List.of(channels));
    }
}
