package dev.caraway.migration.source;

import static dev.caraway.migration.source.ClientPhase.AWAITED;
import static dev.caraway.migration.source.ClientPhase.SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.SEMI_SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.UNANSWERED;
import static dev.caraway.migration.source.ClientPhase.UNLINKED;

import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.SendMigrateCancel;
import dev.caraway.migration.source.SourceEffect.SendRun;
import dev.caraway.migration.source.SourceEffect.StartTimer;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Where the source stands with a move and the clients that follow it.
 *
 * <p>INVARIANT: a client is sent MIGRATE only after it has answered MIGRATE_CONNECTED_SEAMLESS to the announcement that
 * counts, and MIGRATE on main only after the target has taken the guest and all other channels of the client.
 *
 * <p>INVARIANT: before {@link SendRun} the guest may resume here; after it only management lets it.
 */
public sealed interface SourceState
        permits SourceState.Ended, SourceState.AwaitingClients, SourceState.Announced, CutState {

    Clients clients();

    /** The same state with other clients. */
    SourceState with(Clients clients);

    /** Where every source begins. */
    static SourceState start() {
        return new Idle(Clients.NONE);
    }

    default Step<SourceState, SourceEffect> on(ConnectRequested event) {
        return Step.refuse(this, Verdict.HOST_MISUSE);
    }

    /** In the cut it is too late to announce. */
    default Step<SourceState, SourceEffect> on(ClientArrived event) {
        return clients().phase(event.client()).isPresent()
                ? Step.refuse(this, Verdict.STALE)
                : Step.to(with(clients().with(event.client(), UNLINKED)));
    }

    /** Who did not answer in time has lost its turn: its links are of no use any more. */
    default Step<SourceState, SourceEffect> on(ClientConnected event) {
        int client = event.client();
        if (clients().owesStaleAnswer(client)) {
            return Step.to(with(clients().withoutStaleAnswer(client)));
        }
        return clients().is(client, UNANSWERED)
                ? Step.to(with(clients().with(client, UNLINKED)), new SendMigrateCancel(client))
                : Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<SourceState, SourceEffect> on(ClientRefused event) {
        int client = event.client();
        if (clients().owesStaleAnswer(client)) {
            return Step.to(with(clients().withoutStaleAnswer(client)));
        }
        return clients().is(client, UNANSWERED)
                ? Step.to(with(clients().with(client, UNLINKED)))
                : Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<SourceState, SourceEffect> on(ClientLeft event) {
        return Step.to(with(clients().gone(event.client())));
    }

    default Step<SourceState, SourceEffect> on(SwitchoverRequested event) {
        return Step.refuse(this, Verdict.HOST_MISUSE);
    }

    default Step<SourceState, SourceEffect> on(InputsHandedOver event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(GuestStopped event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(ChannelsHandedOver event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(MainHandedOver event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(GuestTaken event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<SourceState, SourceEffect> on(ClientRestored event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<SourceState, SourceEffect> on(ClientTaken event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<SourceState, SourceEffect> on(ClientLost event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(MoveFailed event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(RecallAnswered event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(ClientRecalled event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<SourceState, SourceEffect> on(TimedOut event) {
        return Step.refuse(this, Verdict.STALE);
    }

    /** A state in which words of the target may be left over from an attempt that has ended. */
    sealed interface Ended extends SourceState permits Idle, CutState.Draining, CutState.Recalling {

        @Override
        default Step<SourceState, SourceEffect> on(ClientArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        default Step<SourceState, SourceEffect> on(GuestTaken event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        default Step<SourceState, SourceEffect> on(ClientRestored event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        default Step<SourceState, SourceEffect> on(ClientTaken event) {
            return Step.refuse(this, Verdict.STALE);
        }
    }

    /**
     * No migration is under way.
     *
     * @param clients nobody, but perhaps some who owe an answer
     */
    record Idle(Clients clients) implements Ended {

        @Override
        public SourceState with(Clients changed) {
            return new Idle(changed);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ConnectRequested event) {
            return SourceSteps.announce(clients, event.clients());
        }

        /** As libspice-server has it, this is no violation: the client is told to forget its links. */
        @Override
        public Step<SourceState, SourceEffect> on(ClientConnected event) {
            return clients.owesStaleAnswer(event.client())
                    ? Ended.super.on(event)
                    : Step.to(this, new SendMigrateCancel(event.client()));
        }
    }

    /**
     * Clients link themselves to the target and have not all answered.
     *
     * @param cut whether the guest's move waits for them already
     */
    record AwaitingClients(Clients clients, Cut cut) implements SourceState {

        @Override
        public SourceState with(Clients changed) {
            return new AwaitingClients(changed, cut);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ConnectRequested event) {
            return cut == Cut.NOT_REQUESTED
                    ? SourceSteps.announce(clients, event.clients())
                    : Step.refuse(this, Verdict.HOST_MISUSE);
        }

        /** The bound for answers counts from the announcement to all: nobody who comes later moves it. */
        @Override
        public Step<SourceState, SourceEffect> on(ClientArrived event) {
            return SourceSteps.isToBeAnnounced(clients, event)
                    ? Step.to(new AwaitingClients(clients.with(event.client(), AWAITED), cut), SourceSteps.begin(event))
                    : SourceState.super.on(event);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientConnected event) {
            return counts(event.client())
                    ? SourceSteps.maybeAnswered(
                            clients.with(event.client(), event.isSeamless() ? SEAMLESS : SEMI_SEAMLESS), cut)
                    : SourceState.super.on(event);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientRefused event) {
            return counts(event.client())
                    ? SourceSteps.maybeAnswered(clients.with(event.client(), UNLINKED), cut)
                    : SourceState.super.on(event);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLeft event) {
            return SourceSteps.maybeAnswered(clients.gone(event.client()), cut);
        }

        @Override
        public Step<SourceState, SourceEffect> on(SwitchoverRequested event) {
            return cut == Cut.NOT_REQUESTED
                    ? Step.to(new AwaitingClients(clients, Cut.requested(event.hasStream())))
                    : Step.refuse(this, Verdict.HOST_MISUSE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinked(clients, event.client(), effects);
            if (!after.in(AWAITED).isEmpty()) {
                return effects.isEmpty()
                        ? Step.refuse(this, Verdict.STALE)
                        : Step.to(new AwaitingClients(after, cut), effects);
            }
            effects.add(new CancelTimer());
            return SourceSteps.answered(after, cut, effects);
        }

        @Override
        public Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.cancel(clients, true);
        }

        @Override
        public Step<SourceState, SourceEffect> on(TimedOut event) {
            Clients after = clients;
            for (int client : clients.in(AWAITED)) {
                after = after.with(client, UNANSWERED);
            }
            return SourceSteps.answered(after, cut, new ArrayList<>());
        }

        private boolean counts(int client) {
            return clients.is(client, AWAITED) && !clients.owesStaleAnswer(client);
        }
    }

    /** Everybody has answered, and the guest has not begun to leave. */
    sealed interface Announced extends SourceState {

        @Override
        default Step<SourceState, SourceEffect> on(ConnectRequested event) {
            return SourceSteps.announce(clients(), event.clients());
        }

        @Override
        default Step<SourceState, SourceEffect> on(ClientArrived event) {
            return SourceSteps.isToBeAnnounced(clients(), event)
                    ? Step.to(
                            new AwaitingClients(clients().with(event.client(), AWAITED), Cut.NOT_REQUESTED),
                            SourceSteps.begin(event),
                            new StartTimer(SourceTimer.CONNECT))
                    : SourceState.super.on(event);
        }

        @Override
        default Step<SourceState, SourceEffect> on(SwitchoverRequested event) {
            return SourceSteps.cut(clients(), Cut.requested(event.hasStream()), new ArrayList<>());
        }

        @Override
        default Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinked(clients(), event.client(), effects);
            return effects.isEmpty()
                    ? Step.refuse(this, Verdict.STALE)
                    : Step.to(SourceSteps.announced(after), effects);
        }

        @Override
        default Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.cancel(clients(), false);
        }
    }

    /** Some client is linked to the target, or there is none. */
    record Connected(Clients clients) implements Announced {

        @Override
        public SourceState with(Clients changed) {
            return new Connected(changed);
        }
    }

    /** No client is linked to the target; if the guest moves all the same, they will have to log in there. */
    record SwitchHostFallback(Clients clients) implements Announced {

        @Override
        public SourceState with(Clients changed) {
            return new SwitchHostFallback(changed);
        }
    }
}
