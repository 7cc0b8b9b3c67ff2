package dev.caraway.migration.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.Machines;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.handover.HandoverEffect.Deliver;
import dev.caraway.migration.handover.HandoverEffect.DeliverKept;
import dev.caraway.migration.handover.HandoverEffect.ForwardKept;
import dev.caraway.migration.handover.HandoverEffect.KeepForTarget;
import dev.caraway.migration.handover.HandoverEffect.SendMigrate;
import dev.caraway.migration.handover.HandoverEffect.SendMigrateData;
import dev.caraway.migration.handover.HandoverEffect.SendProofPing;
import dev.caraway.migration.handover.HandoverEffect.SendThrowAwayPing;
import dev.caraway.migration.handover.HandoverEvent.ChannelClosed;
import dev.caraway.migration.handover.HandoverEvent.ClientMessageArrived;
import dev.caraway.migration.handover.HandoverEvent.FlushMarkArrived;
import dev.caraway.migration.handover.HandoverEvent.GuestStopped;
import dev.caraway.migration.handover.HandoverEvent.HandoverRecalled;
import dev.caraway.migration.handover.HandoverEvent.HandoverRequested;
import dev.caraway.migration.handover.HandoverEvent.MigrateDataReturned;
import dev.caraway.migration.handover.HandoverEvent.ProofArrived;
import dev.caraway.migration.handover.HandoverState.AwaitingFlushMark;
import dev.caraway.migration.handover.HandoverState.AwaitingLateMark;
import dev.caraway.migration.handover.HandoverState.AwaitingProof;
import dev.caraway.migration.handover.HandoverState.Closed;
import dev.caraway.migration.handover.HandoverState.HandedOver;
import dev.caraway.migration.handover.HandoverState.Live;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.machine.TransitionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandoverTransitionsTest {

    private static final int WALKS = 3000;

    private static final TransitionTable<HandoverState, HandoverEvent> TABLE = table();

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() throws IOException {
        TABLE.verify(HandoverTransitionsTest.class, "handover-transitions.txt");
    }

    @Test
    void everyKindOfStateAndEventIsInTheTable() {
        TABLE.verifyThatNothingIsMissing(HandoverState.class, HandoverEvent.class);
    }

    @Test
    void theGateIsOpenWhereTheClientReadsHere() {
        for (HandoverState state : TABLE.states()) {
            assertThat(state.letsMessagesOut())
                    .as("%s", state)
                    .isEqualTo(state instanceof Live
                            || state instanceof AwaitingLateMark
                            || state instanceof AwaitingProof);
        }
    }

    @Test
    void everyChannelHasAKind() {
        assertThat(HandoverKind.of(ChannelType.MAIN)).isEqualTo(HandoverKind.MAIN);
        assertThat(HandoverKind.of(ChannelType.DISPLAY).migrateFlags()).isEqualTo(3);
        assertThat(HandoverKind.of(ChannelType.CURSOR).migrateFlags()).isZero();
    }

    @Test
    void everyRandomWalkKeepsThePromisesOfAHandover() {
        int handedOver = 0;
        int recalled = 0;
        for (int seed = 0; seed < WALKS; seed++) {
            HandoverKind kind = List.of(HandoverKind.values()).get(seed % 3);
            List<HandoverEffect> effects = walk(new Random(seed), new Live(kind));
            handedOver += effects.contains(new SendMigrateData()) ? 1 : 0;
            recalled += effects.contains(new SendThrowAwayPing()) ? 1 : 0;
        }
        assertThat(handedOver).as("walks in which data was sent").isPositive();
        assertThat(recalled)
                .as("walks with a recall between MIGRATE and the data")
                .isPositive();
    }

    private static List<HandoverEffect> walk(Random random, HandoverState start) {
        HandoverState state = start;
        List<HandoverEffect> all = new ArrayList<>();
        List<HandoverEvent> events = TABLE.events();
        for (int i = 0; i < 60; i++) {
            HandoverEvent event = events.get(random.nextInt(events.size()));
            // The end of a channel is the end of a walk, so it is rare.
            if (event instanceof ChannelClosed && random.nextInt(20) > 0) {
                continue;
            }
            Step<HandoverState, HandoverEffect> step = event.applyTo(state);
            if (step.verdict() != Verdict.ACCEPTED) {
                assertThat(step.next()).isSameAs(state);
                assertThat(step.effects()).isEmpty();
            }
            all.addAll(step.effects());
            state = step.next();
        }
        checkPromises(all);
        return all;
    }

    /** What the client sees on the wire, and what becomes of what it says. */
    private static void checkPromises(List<HandoverEffect> effects) {
        boolean isMigrating = false;
        boolean hasKept = false;
        boolean isOver = false;
        boolean hasMark = false;
        for (HandoverEffect effect : effects) {
            if (effect instanceof SendMigrate migrate) {
                assertThat(isMigrating).as("a second MIGRATE").isFalse();
                isMigrating = migrate.flags() != 0;
                isOver = migrate.flags() == 0;
            } else if (effect instanceof SendMigrateData || effect instanceof SendThrowAwayPing) {
                assertThat(isMigrating).as("%s without MIGRATE", effect).isTrue();
                isMigrating = false;
                isOver = effect instanceof SendMigrateData;
                hasMark = isOver;
                assertThat(hasKept && isOver).as("data before what was kept").isFalse();
            } else if (effect instanceof KeepForTarget) {
                assertThat(isMigrating).isTrue();
                hasKept = true;
            } else if (effect instanceof ForwardKept || effect instanceof DeliverKept) {
                hasKept = false;
            } else if (effect instanceof Deliver) {
                assertThat(hasMark).as("input after the mark").isFalse();
            } else if (effect instanceof SendProofPing) {
                assertThat(isOver).as("a proof without need").isTrue();
                isOver = false;
                hasMark = false;
            }
        }
    }

    private static TransitionTable<HandoverState, HandoverEvent> table() {
        TransitionTable<HandoverState, HandoverEvent> table = new TransitionTable<>(
                "handover", Verdict.ACCEPTED, (event, state) -> Machines.outcome(event.applyTo(state)));
        table.namingStates(Machines::described)
                .namingEffects(Machines::described)
                .columns(34, 34);
        for (HandoverState state : List.of(
                new Live(HandoverKind.MAIN),
                new Live(HandoverKind.WITH_DATA),
                new Live(HandoverKind.WITHOUT_DATA),
                new AwaitingFlushMark(HandoverKind.WITH_DATA, true),
                new AwaitingFlushMark(HandoverKind.WITH_DATA, false),
                new AwaitingFlushMark(HandoverKind.MAIN, false),
                new AwaitingLateMark(HandoverKind.WITH_DATA),
                new AwaitingProof(HandoverKind.WITH_DATA),
                new AwaitingProof(HandoverKind.WITHOUT_DATA),
                new HandedOver(HandoverKind.MAIN),
                new HandedOver(HandoverKind.WITH_DATA),
                new HandedOver(HandoverKind.WITHOUT_DATA),
                new Closed(HandoverKind.WITH_DATA))) {
            table.state(Machines.described(state), state);
        }
        table.event("HandoverRequested, guest runs", new HandoverRequested(true));
        table.event("HandoverRequested, guest stopped", new HandoverRequested(false));
        table.event("FlushMarkArrived", new FlushMarkArrived());
        table.event("ClientMessageArrived", new ClientMessageArrived(false));
        table.event("ClientMessageArrived, an ACK", new ClientMessageArrived(true));
        table.event("ProofArrived", new ProofArrived());
        table.event("MigrateDataReturned", new MigrateDataReturned());
        table.event("GuestStopped", new GuestStopped());
        table.event("HandoverRecalled", new HandoverRecalled());
        table.event("ChannelClosed", new ChannelClosed());
        return table;
    }
}
