package dev.caraway.migration.source;

import static dev.caraway.migration.source.ClientPhase.AFRESH;
import static dev.caraway.migration.source.ClientPhase.AWAITED;
import static dev.caraway.migration.source.ClientPhase.CHANNELS_MOVED;
import static dev.caraway.migration.source.ClientPhase.CUT_OFF;
import static dev.caraway.migration.source.ClientPhase.INPUTS_MOVED;
import static dev.caraway.migration.source.ClientPhase.LEAVING;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVED;
import static dev.caraway.migration.source.ClientPhase.MAIN_MOVING;
import static dev.caraway.migration.source.ClientPhase.RESTORED;
import static dev.caraway.migration.source.ClientPhase.SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.SEMI_SEAMLESS;
import static dev.caraway.migration.source.ClientPhase.UNANSWERED;
import static dev.caraway.migration.source.ClientPhase.UNLINKED;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import dev.caraway.migration.source.CutState.AwaitingGuestStop;
import dev.caraway.migration.source.CutState.AwaitingInputs;
import dev.caraway.migration.source.CutState.AwaitingTarget;
import dev.caraway.migration.source.CutState.Draining;
import dev.caraway.migration.source.CutState.Recalling;
import dev.caraway.migration.source.SourceEffect.CancelTimer;
import dev.caraway.migration.source.SourceEffect.DisconnectClient;
import dev.caraway.migration.source.SourceEffect.HandOverInputs;
import dev.caraway.migration.source.SourceEffect.HandOverMain;
import dev.caraway.migration.source.SourceEffect.RecallClient;
import dev.caraway.migration.source.SourceEffect.RedirectHere;
import dev.caraway.migration.source.SourceEffect.ReleaseTarget;
import dev.caraway.migration.source.SourceEffect.ReportCancelled;
import dev.caraway.migration.source.SourceEffect.ReportCompleted;
import dev.caraway.migration.source.SourceEffect.ReportConnected;
import dev.caraway.migration.source.SourceEffect.ReportLost;
import dev.caraway.migration.source.SourceEffect.SendMigrateBegin;
import dev.caraway.migration.source.SourceEffect.SendMigrateCancel;
import dev.caraway.migration.source.SourceEffect.SendMigrateEnd;
import dev.caraway.migration.source.SourceEffect.SendSwitchHost;
import dev.caraway.migration.source.SourceEffect.StartTimer;
import dev.caraway.migration.source.SourceEffect.StopGuest;
import dev.caraway.migration.source.SourceEvent.ClientArrived;
import dev.caraway.migration.source.SourceState.AwaitingClients;
import dev.caraway.migration.source.SourceState.Connected;
import dev.caraway.migration.source.SourceState.Idle;
import dev.caraway.migration.source.SourceState.SwitchHostFallback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ways on that more than one state of the source takes. */
final class SourceSteps {

    private SourceSteps() {}

    /** Calls off what was announced before, and announces anew. */
    static Step<SourceState, SourceEffect> announce(Clients before, Map<Integer, MigrationMode> modes) {
        List<SourceEffect> effects = new ArrayList<>();
        Clients clients = cancelled(before, effects).none();
        for (Map.Entry<Integer, MigrationMode> client : modes.entrySet()) {
            if (client.getValue() == MigrationMode.SWITCH_HOST) {
                clients = clients.with(client.getKey(), UNLINKED);
            } else {
                boolean isSeamless = client.getValue() == MigrationMode.SEAMLESS;
                effects.add(new SendMigrateBegin(client.getKey(), isSeamless));
                clients = clients.with(client.getKey(), AWAITED);
            }
        }
        if (clients.in(AWAITED).isEmpty()) {
            if (!before.in(AWAITED).isEmpty()) {
                effects.add(new CancelTimer());
            }
            return answered(clients, Cut.NOT_REQUESTED, effects);
        }
        effects.add(new StartTimer(SourceTimer.CONNECT));
        return Step.to(new AwaitingClients(clients, Cut.NOT_REQUESTED), effects);
    }

    /** Whether a client that has come can follow, and knows of nothing yet. */
    static boolean isToBeAnnounced(Clients clients, ClientArrived event) {
        boolean isNew = clients.phase(event.client()).isEmpty() || clients.is(event.client(), UNLINKED);
        return isNew && event.mode() != MigrationMode.SWITCH_HOST;
    }

    static SendMigrateBegin begin(ClientArrived event) {
        return new SendMigrateBegin(event.client(), event.mode() == MigrationMode.SEAMLESS);
    }

    /** What an announced attempt leaves at its clients is called off. */
    private static Clients cancelled(Clients clients, List<SourceEffect> effects) {
        Clients after = clients;
        for (int client : clients.in(AWAITED, UNANSWERED, SEMI_SEAMLESS, SEAMLESS)) {
            effects.add(new SendMigrateCancel(client));
            if (clients.is(client, AWAITED) || clients.is(client, UNANSWERED)) {
                after = after.withStaleAnswer(client);
            }
        }
        return after;
    }

    /** Goes on when the last answer has come, and waits on otherwise. */
    static Step<SourceState, SourceEffect> maybeAnswered(Clients clients, Cut cut) {
        return clients.in(AWAITED).isEmpty()
                ? answered(clients, cut, new ArrayList<>(List.of(new CancelTimer())))
                : Step.to(new AwaitingClients(clients, cut));
    }

    static Step<SourceState, SourceEffect> answered(Clients clients, Cut cut, List<SourceEffect> effects) {
        effects.add(new ReportConnected());
        if (cut != Cut.NOT_REQUESTED) {
            return cut(clients, cut, effects);
        }
        return Step.to(announced(clients), effects);
    }

    /** Everybody has answered: whether anybody follows tells which state it is. */
    static SourceState announced(Clients clients) {
        boolean isFallback =
                !clients.isEmpty() && clients.in(SEAMLESS, SEMI_SEAMLESS).isEmpty();
        return isFallback ? new SwitchHostFallback(clients) : new Connected(clients);
    }

    /**
     * The target has nothing of this client any more: it stays, and is told in the end where the guest has gone. No effects
     * where it does not matter.
     */
    static Clients unlinked(Clients clients, int client, List<SourceEffect> effects) {
        if (clients.is(client, AWAITED)) {
            // Its answer may be on its way, and was given for links that are gone.
            effects.add(new SendMigrateCancel(client));
            return clients.with(client, UNLINKED).withStaleAnswer(client);
        }
        if (clients.is(client, SEAMLESS) || clients.is(client, SEMI_SEAMLESS)) {
            effects.add(new SendMigrateCancel(client));
            return clients.with(client, UNLINKED);
        }
        return clients;
    }

    /** The same in the cut, where channels may have been handed over already. */
    static Clients unlinkedInCut(Clients clients, int client, List<SourceEffect> effects) {
        if (clients.phase(client).filter(ClientPhase::isSeamless).isPresent()) {
            effects.add(new RecallClient(client));
            return clients.with(client, CUT_OFF);
        }
        if (clients.is(client, MAIN_MOVED) || clients.is(client, AFRESH)) {
            effects.add(new ReportLost(client));
            effects.add(new DisconnectClient(client));
            return clients.gone(client);
        }
        return unlinked(clients, client, effects);
    }

    /** The beginning of the cut: inputs first, while the guest runs. */
    static Step<SourceState, SourceEffect> cut(Clients clients, Cut cut, List<SourceEffect> effects) {
        List<Integer> seamless = clients.in(SEAMLESS);
        if (seamless.isEmpty()) {
            effects.add(new StopGuest());
            return Step.to(new AwaitingGuestStop(clients, cut), effects);
        }
        seamless.forEach(client -> effects.add(new HandOverInputs(client)));
        effects.add(new StartTimer(SourceTimer.INPUTS));
        return Step.to(new AwaitingInputs(clients, cut), effects);
    }

    /** What can be done for each client once the guest has stopped here; {@code guestTaken}: it is the target's. */
    static Step<SourceState, SourceEffect> awaitTarget(
            Clients before, Cut cut, boolean guestTaken, List<SourceEffect> effects) {
        if (!guestTaken) {
            return Step.to(new AwaitingTarget(before, cut, false), effects);
        }
        Clients clients = before;
        for (Map.Entry<Integer, ClientPhase> entry : before.phases().entrySet()) {
            clients = clients.with(entry.getKey(), sendOn(entry.getKey(), entry.getValue(), effects));
            if (entry.getValue() == UNANSWERED) {
                clients = clients.withStaleAnswer(entry.getKey());
            }
        }
        boolean isOver = clients.in(MAIN_MOVED, AFRESH, LEAVING).size()
                == clients.phases().size();
        return isOver ? drain(clients, cut, effects) : Step.to(new AwaitingTarget(clients, cut, true), effects);
    }

    /** The next word to a client whose guest has gone. */
    private static ClientPhase sendOn(int client, ClientPhase phase, List<SourceEffect> effects) {
        switch (phase) {
            case RESTORED -> {
                effects.add(new HandOverMain(client));
                return MAIN_MOVING;
            }
            case SEMI_SEAMLESS -> {
                effects.add(new SendMigrateEnd(client));
                return AFRESH;
            }
            case UNLINKED, UNANSWERED, CUT_OFF -> {
                // Without it a client whose attempt is still open keeps links that nobody wants.
                if (phase == UNANSWERED) {
                    effects.add(new SendMigrateCancel(client));
                }
                effects.add(new SendSwitchHost(client));
                effects.add(new ReportLost(client));
                return LEAVING;
            }
            default -> {
                return phase;
            }
        }
    }

    /** Every client has its last word from us; the timer of the cut runs on. */
    static Step<SourceState, SourceEffect> drain(Clients clients, Cut cut, List<SourceEffect> effects) {
        if (clients.isEmpty()) {
            effects.add(new CancelTimer());
            return complete(clients, effects);
        }
        return Step.to(new Draining(clients, cut), effects);
    }

    /** The clients have gone, or their time has. */
    private static Step<SourceState, SourceEffect> complete(Clients clients, List<SourceEffect> effects) {
        effects.add(new ReportCompleted());
        return Step.to(new Idle(clients.none()), effects);
    }

    /**
     * Time is over where the guest has gone: whoever is still here cannot stay. Who can be told where the guest is may log in
     * there, however late it reads that.
     *
     * @param isNotTaken whether a client whose main has gone is known not to have arrived; without a stream nobody says so,
     *     and a client that has arrived may keep a socket here that it never used
     */
    static Step<SourceState, SourceEffect> abandon(Clients clients, boolean isNotTaken, List<SourceEffect> effects) {
        Clients after = clients;
        for (int client : clients.phases().keySet()) {
            boolean hasGone = clients.is(client, MAIN_MOVED) || clients.is(client, AFRESH);
            if (clients.phase(client).filter(ClientPhase::isSeamless).isPresent()) {
                effects.add(new RecallClient(client));
                effects.add(new SendSwitchHost(client));
            }
            if (hasGone ? isNotTaken : !clients.is(client, LEAVING)) {
                effects.add(new ReportLost(client));
            }
            effects.add(new DisconnectClient(client));
            // What it owes is on its way until its sockets end.
            after = hasGone ? after.gone(client) : after.without(client);
        }
        return complete(after, effects);
    }

    /** Before anything was handed over a failure costs the clients nothing but a word. */
    static Step<SourceState, SourceEffect> cancel(Clients clients, boolean timerRuns) {
        List<SourceEffect> effects = new ArrayList<>();
        if (timerRuns) {
            effects.add(new CancelTimer());
        }
        return failed(clients, cancelled(clients, effects), effects);
    }

    /** QEMU, too, reports a migration without clients as completed, even if it has failed. */
    private static Step<SourceState, SourceEffect> failed(Clients before, Clients after, List<SourceEffect> effects) {
        effects.add(new ReleaseTarget());
        effects.add(before.isEmpty() ? new ReportCompleted() : new ReportCancelled());
        return Step.to(new Idle(after.none()), effects);
    }

    /** A failure in the cut: every client that still has main here stays. */
    static Step<SourceState, SourceEffect> recall(Clients clients, List<SourceEffect> effects) {
        Clients after = clients;
        for (Map.Entry<Integer, ClientPhase> entry : clients.phases().entrySet()) {
            int client = entry.getKey();
            ClientPhase phase = entry.getValue();
            if (phase.isSeamless()) {
                effects.add(new RecallClient(client));
                continue;
            }
            if (phase == SEMI_SEAMLESS || phase == UNANSWERED) {
                effects.add(new SendMigrateCancel(client));
            }
            if (phase == CUT_OFF) {
                effects.add(new RedirectHere(client));
            }
            boolean hasGone = phase == MAIN_MOVED || phase == AFRESH;
            if (hasGone) {
                effects.add(new ReportLost(client));
            }
            if (hasGone || phase == LEAVING) {
                effects.add(new DisconnectClient(client));
                after = hasGone ? after.gone(client) : after.without(client);
            } else {
                after = phase == UNANSWERED ? after.without(client).withStaleAnswer(client) : after.without(client);
            }
        }
        if (after.isEmpty()) {
            return failed(clients, after, effects);
        }
        effects.add(new StartTimer(SourceTimer.RECALL));
        return Step.to(new Recalling(after), effects);
    }

    static Step<SourceState, SourceEffect> recalled(Clients clients, List<SourceEffect> effects) {
        effects.add(new ReleaseTarget());
        effects.add(new ReportCancelled());
        return Step.to(new Idle(clients.none()), effects);
    }

    /** Handed over but for main: to a target without a stream this is the last that we hear. */
    static ClientPhase channelsMoved(Cut cut) {
        return cut == Cut.WITH_STREAM ? CHANNELS_MOVED : RESTORED;
    }

    /** Those whose channels but main are not handed over yet. */
    static List<Integer> toHandOver(Clients clients) {
        return clients.in(SEAMLESS, INPUTS_MOVED);
    }
}
