package dev.caraway.migration.source;

import static dev.caraway.migration.source.ClientPhase.AFRESH;
import static dev.caraway.migration.source.ClientPhase.CHANNELS_MOVED;
import static dev.caraway.migration.source.ClientPhase.DATA_RESTORED;
import static dev.caraway.migration.source.ClientPhase.INPUTS_MOVED;
import static dev.caraway.migration.source.ClientPhase.LEAVING;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVED;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVING;
import static dev.caraway.migration.source.ClientPhase.RESTORED;
import static dev.caraway.migration.source.ClientPhase.SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.UNLINKED;

import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.CompleteSnapshot;
import dev.caraway.migration.source.SourceEffect.HandOverChannels;
import dev.caraway.migration.source.SourceEffect.RedirectHere;
import dev.caraway.migration.source.SourceEffect.ReleaseClient;
import dev.caraway.migration.source.SourceEffect.ReportLost;
import dev.caraway.migration.source.SourceEffect.ResumeGuest;
import dev.caraway.migration.source.SourceEffect.SendRun;
import dev.caraway.migration.source.SourceEffect.SendSwitchHost;
import dev.caraway.migration.source.SourceEffect.StartTimer;
import dev.caraway.migration.source.SourceEffect.StopGuest;
import dev.caraway.migration.source.SourceEvent.ChannelsHandedOver;
import dev.caraway.migration.source.SourceEvent.ClientArrived;
import dev.caraway.migration.source.SourceEvent.ClientLeft;
import dev.caraway.migration.source.SourceEvent.ClientLost;
import dev.caraway.migration.source.SourceEvent.ClientRecalled;
import dev.caraway.migration.source.SourceEvent.ClientRestored;
import dev.caraway.migration.source.SourceEvent.ClientTaken;
import dev.caraway.migration.source.SourceEvent.GuestStopped;
import dev.caraway.migration.source.SourceEvent.GuestTaken;
import dev.caraway.migration.source.SourceEvent.InputsHandedOver;
import dev.caraway.migration.source.SourceEvent.MainHandedOver;
import dev.caraway.migration.source.SourceEvent.MoveFailed;
import dev.caraway.migration.source.SourceEvent.RecallAnswered;
import dev.caraway.migration.source.SourceEvent.TimedOut;
import java.util.ArrayList;
import java.util.List;

/** Where the source stands once the guest's move has begun: in the cut, and after it. */
public sealed interface CutState extends SourceState {

    /** Inputs channels are handed over; the guest runs and takes what was sent before the flush mark. */
    record AwaitingInputs(Clients clients, Cut cut) implements CutState {

        @Override
        public SourceState with(Clients changed) {
            return new AwaitingInputs(changed, cut);
        }

        @Override
        public Step<SourceState, SourceEffect> on(InputsHandedOver event) {
            return clients.is(event.client(), SEAMLESS)
                    ? stopWhenMoved(clients.with(event.client(), INPUTS_MOVED))
                    : Step.refuse(this, Verdict.SHELL_MISUSE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLeft event) {
            return stopWhenMoved(clients.gone(event.client()));
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinkedInCut(clients, event.client(), effects);
            if (effects.isEmpty()) {
                return Step.refuse(this, Verdict.STALE);
            }
            if (!after.in(SEAMLESS).isEmpty()) {
                return Step.to(with(after), effects);
            }
            effects.add(new CancelTimer());
            effects.add(new StopGuest());
            return Step.to(new AwaitingGuestStop(after, cut), effects);
        }

        /** What is late is kept and sent by the stream: no client holds up the guest. */
        @Override
        public Step<SourceState, SourceEffect> on(TimedOut event) {
            return Step.to(new AwaitingGuestStop(clients, cut), new StopGuest());
        }

        @Override
        public Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.recall(clients, new ArrayList<>(List.of(new CancelTimer())));
        }

        private Step<SourceState, SourceEffect> stopWhenMoved(Clients after) {
            return after.in(SEAMLESS).isEmpty()
                    ? Step.to(new AwaitingGuestStop(after, cut), new CancelTimer(), new StopGuest())
                    : Step.to(with(after));
        }
    }

    /** The guest is being stopped. */
    record AwaitingGuestStop(Clients clients, Cut cut) implements CutState {

        @Override
        public SourceState with(Clients changed) {
            return new AwaitingGuestStop(changed, cut);
        }

        @Override
        public Step<SourceState, SourceEffect> on(InputsHandedOver event) {
            return clients.is(event.client(), SEAMLESS)
                    ? Step.to(with(clients.with(event.client(), INPUTS_MOVED)))
                    : Step.refuse(this, Verdict.SHELL_MISUSE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(GuestStopped event) {
            List<SourceEffect> effects = new ArrayList<>();
            if (cut == Cut.WITH_STREAM) {
                effects.add(new CompleteSnapshot());
                effects.add(new SendRun());
            }
            SourceSteps.toHandOver(clients).forEach(client -> effects.add(new HandOverChannels(client)));
            effects.add(new StartTimer(SourceTimer.DRAIN));
            return SourceSteps.awaitTarget(clients, cut, cut == Cut.WITHOUT_STREAM, effects);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinkedInCut(clients, event.client(), effects);
            return effects.isEmpty() ? Step.refuse(this, Verdict.STALE) : Step.to(with(after), effects);
        }

        @Override
        public Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.recall(clients, new ArrayList<>(List.of(new ResumeGuest())));
        }
    }

    /**
     * The guest has left, and clients follow it; main of each comes last.
     *
     * @param guestTaken whether it has arrived, as far as we are ever told
     */
    record AwaitingTarget(Clients clients, Cut cut, boolean guestTaken) implements CutState {

        @Override
        public SourceState with(Clients changed) {
            return new AwaitingTarget(changed, cut, guestTaken);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientArrived event) {
            return clients.phase(event.client()).isPresent()
                    ? Step.refuse(this, Verdict.STALE)
                    : goOn(clients.with(event.client(), UNLINKED));
        }

        @Override
        public Step<SourceState, SourceEffect> on(GuestTaken event) {
            return guestTaken
                    ? Step.refuse(this, Verdict.PEER_VIOLATION)
                    : SourceSteps.awaitTarget(clients, cut, true, new ArrayList<>());
        }

        @Override
        public Step<SourceState, SourceEffect> on(InputsHandedOver event) {
            return clients.is(event.client(), SEAMLESS)
                    ? Step.to(with(clients.with(event.client(), INPUTS_MOVED)))
                    : Step.refuse(this, Verdict.SHELL_MISUSE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ChannelsHandedOver event) {
            if (clients.is(event.client(), DATA_RESTORED)) {
                return goOn(clients.with(event.client(), RESTORED));
            }
            return SourceSteps.toHandOver(clients).contains(event.client())
                    ? goOn(clients.with(event.client(), SourceSteps.channelsMoved(cut)))
                    : Step.refuse(this, Verdict.SHELL_MISUSE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(MainHandedOver event) {
            if (clients.is(event.client(), MAIN_MOVING)) {
                return goOn(clients.with(event.client(), MAIN_MOVED));
            }
            boolean isGone = clients.phase(event.client()).isEmpty();
            return Step.refuse(this, isGone ? Verdict.STALE : Verdict.SHELL_MISUSE);
        }

        /** The target hears nothing of channels without data, which may still drain here. */
        @Override
        public Step<SourceState, SourceEffect> on(ClientRestored event) {
            if (cut == Cut.WITH_STREAM && SourceSteps.toHandOver(clients).contains(event.client())) {
                return goOn(clients.with(event.client(), DATA_RESTORED));
            }
            return clients.is(event.client(), CHANNELS_MOVED)
                    ? goOn(clients.with(event.client(), RESTORED))
                    : Step.refuse(this, wordOf(event.client()));
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientTaken event) {
            return isMainsToReport(event.client()) || clients.is(event.client(), AFRESH)
                    ? goOn(clients.gone(event.client()))
                    : Step.refuse(this, wordOf(event.client()));
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLeft event) {
            boolean isTargetsToReport = cut == Cut.WITH_STREAM && isMainsToReport(event.client());
            return isTargetsToReport ? Step.to(this) : goOn(clients.gone(event.client()));
        }

        /** It is told where the guest has gone, if it has, once its channels read here again. */
        @Override
        public Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinkedInCut(clients, event.client(), effects);
            return effects.isEmpty()
                    ? Step.refuse(this, Verdict.STALE)
                    : SourceSteps.awaitTarget(after, cut, guestTaken, effects);
        }

        @Override
        public Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.recall(clients, new ArrayList<>(List.of(new CancelTimer())));
        }

        @Override
        public Step<SourceState, SourceEffect> on(TimedOut event) {
            return guestTaken
                    ? SourceSteps.abandon(clients, cut == Cut.WITH_STREAM, new ArrayList<>())
                    : SourceSteps.recall(clients, new ArrayList<>());
        }

        private Step<SourceState, SourceEffect> goOn(Clients after) {
            return SourceSteps.awaitTarget(after, cut, guestTaken, new ArrayList<>());
        }

        private boolean isMainsToReport(int client) {
            return clients.is(client, MAIN_MOVING) || clients.is(client, MAIN_MOVED);
        }

        /** A client may have left while the target spoke of it. */
        private Verdict wordOf(int client) {
            return clients.phase(client).isPresent() ? Verdict.PEER_VIOLATION : Verdict.STALE;
        }
    }

    /** Every client has had its last word from us, and data in flight drains. */
    record Draining(Clients clients, Cut cut) implements CutState, SourceState.Ended {

        @Override
        public SourceState with(Clients changed) {
            return new Draining(changed, cut);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientArrived event) {
            int client = event.client();
            return clients.phase(client).isPresent()
                    ? Step.refuse(this, Verdict.STALE)
                    : Step.to(with(clients.with(client, LEAVING)), new SendSwitchHost(client), new ReportLost(client));
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientTaken event) {
            if (clients.phase(event.client()).isEmpty()) {
                return Step.refuse(this, Verdict.STALE);
            }
            return clients.is(event.client(), LEAVING)
                    ? Step.refuse(this, Verdict.PEER_VIOLATION)
                    : SourceSteps.drain(clients.gone(event.client()), cut, new ArrayList<>());
        }

        /** With a stream it is the target that knows whether it has a client; an end of its sockets says nothing. */
        @Override
        public Step<SourceState, SourceEffect> on(ClientLeft event) {
            boolean isTargetsToReport = cut == Cut.WITH_STREAM && clients.is(event.client(), MAIN_MOVED);
            return isTargetsToReport
                    ? Step.to(this)
                    : SourceSteps.drain(clients.gone(event.client()), cut, new ArrayList<>());
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLost event) {
            List<SourceEffect> effects = new ArrayList<>();
            Clients after = SourceSteps.unlinkedInCut(clients, event.client(), effects);
            return effects.isEmpty() ? Step.refuse(this, Verdict.STALE) : SourceSteps.drain(after, cut, effects);
        }

        /** The move has not failed, since the guest has arrived; but whoever had to be taken is lost. */
        @Override
        public Step<SourceState, SourceEffect> on(MoveFailed event) {
            return SourceSteps.abandon(clients, true, new ArrayList<>(List.of(new CancelTimer())));
        }

        @Override
        public Step<SourceState, SourceEffect> on(TimedOut event) {
            return SourceSteps.abandon(clients, cut == Cut.WITH_STREAM, new ArrayList<>());
        }
    }

    /**
     * The move has failed in the cut; clients come back.
     *
     * @param clients those that have not answered
     */
    record Recalling(Clients clients) implements CutState, SourceState.Ended {

        @Override
        public SourceState with(Clients changed) {
            return new Recalling(changed);
        }

        @Override
        public Step<SourceState, SourceEffect> on(RecallAnswered event) {
            return clients.phase(event.client()).isPresent()
                    ? Step.to(this, new ReleaseClient(event.client()))
                    : Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientRecalled event) {
            return clients.phase(event.client()).isPresent()
                    ? back(clients.without(event.client()))
                    : Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<SourceState, SourceEffect> on(ClientLeft event) {
            return back(clients.gone(event.client()));
        }

        @Override
        public Step<SourceState, SourceEffect> on(TimedOut event) {
            List<SourceEffect> effects = new ArrayList<>();
            clients.phases().keySet().forEach(client -> effects.add(new RedirectHere(client)));
            return SourceSteps.recalled(clients, effects);
        }

        private Step<SourceState, SourceEffect> back(Clients after) {
            return after.isEmpty()
                    ? SourceSteps.recalled(after, new ArrayList<>(List.of(new CancelTimer())))
                    : Step.to(with(after));
        }
    }
}
