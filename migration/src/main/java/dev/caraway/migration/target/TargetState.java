package dev.caraway.migration.target;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.target.TargetEffect.ApplyInput;
import dev.caraway.migration.target.TargetEffect.ApplyKept;
import dev.caraway.migration.target.TargetEffect.CancelTimer;
import dev.caraway.migration.target.TargetEffect.CloseClient;
import dev.caraway.migration.target.TargetEffect.GreetOnMain;
import dev.caraway.migration.target.TargetEffect.KeepInput;
import dev.caraway.migration.target.TargetEffect.ReportRestored;
import dev.caraway.migration.target.TargetEffect.ReportTaken;
import dev.caraway.migration.target.TargetEffect.RestoreChannel;
import dev.caraway.migration.target.TargetEffect.SendAck;
import dev.caraway.migration.target.TargetEffect.SendNack;
import dev.caraway.migration.target.TargetEffect.ServeChannels;
import dev.caraway.migration.target.TargetEffect.StartAfresh;
import dev.caraway.migration.target.TargetEffect.StartClientAfresh;
import dev.caraway.migration.target.TargetEffect.StartTimer;
import dev.caraway.migration.target.TargetEvent.ChannelLinked;
import dev.caraway.migration.target.TargetEvent.ClientLeft;
import dev.caraway.migration.target.TargetEvent.GuestTaken;
import dev.caraway.migration.target.TargetEvent.HandshakeArrived;
import dev.caraway.migration.target.TargetEvent.InputArrived;
import dev.caraway.migration.target.TargetEvent.KeptInputArrived;
import dev.caraway.migration.target.TargetEvent.MigrateDataArrived;
import dev.caraway.migration.target.TargetEvent.MigrateEndArrived;
import dev.caraway.migration.target.TargetEvent.MoveFailed;
import dev.caraway.migration.target.TargetEvent.SessionDenied;
import dev.caraway.migration.target.TargetEvent.SessionListed;
import dev.caraway.migration.target.TargetEvent.SnapshotCompleted;
import dev.caraway.migration.target.TargetEvent.TimedOut;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a client stands that comes from another host. It has linked itself before anybody vouches for it, so it has no
 * rights but to wait.
 *
 * <p>INVARIANT: input that a client brings is taken only after the data of its inputs channel, and what the source kept of
 * it only before; both reach the guest only here, in that order, and only once the guest is ours.
 */
public sealed interface TargetState {

    ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    /** The beginning: main is linked with the connection id of a session elsewhere. */
    static Step<TargetState, TargetEffect> start() {
        return Step.to(new AwaitingHandshake(Arrival.NOTHING.withLinked(MAIN)), new StartTimer());
    }

    default Step<TargetState, TargetEffect> on(ChannelLinked event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(HandshakeArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<TargetState, TargetEffect> on(MigrateEndArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<TargetState, TargetEffect> on(SessionListed event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(SessionDenied event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(SnapshotCompleted event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(GuestTaken event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(MigrateDataArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<TargetState, TargetEffect> on(KeptInputArrived event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(InputArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<TargetState, TargetEffect> on(MoveFailed event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(ClientLeft event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<TargetState, TargetEffect> on(TimedOut event) {
        return Step.refuse(this, Verdict.STALE);
    }

    /** The client is not ours yet: whatever ends the attempt ends its links. */
    sealed interface Provisional extends TargetState {

        Arrival arrival();

        /** What has come with more of it. */
        Step<TargetState, TargetEffect> with(Arrival more);

        @Override
        default Step<TargetState, TargetEffect> on(ChannelLinked event) {
            return with(arrival().withLinked(event.channel()));
        }

        @Override
        default Step<TargetState, TargetEffect> on(SessionListed event) {
            return arrival().listed().isPresent()
                    ? Step.refuse(this, Verdict.PEER_VIOLATION)
                    : with(arrival().withListed(event.channels()));
        }

        @Override
        default Step<TargetState, TargetEffect> on(SessionDenied event) {
            return Step.to(new Closed(), new CancelTimer(), new CloseClient());
        }

        @Override
        default Step<TargetState, TargetEffect> on(SnapshotCompleted event) {
            return with(arrival().withSnapshot());
        }

        @Override
        default Step<TargetState, TargetEffect> on(GuestTaken event) {
            return with(arrival().withGuest());
        }

        @Override
        default Step<TargetState, TargetEffect> on(MoveFailed event) {
            return Step.to(new Closed(), new CancelTimer(), new CloseClient());
        }

        @Override
        default Step<TargetState, TargetEffect> on(ClientLeft event) {
            return Step.to(new Closed(), new CancelTimer());
        }

        @Override
        default Step<TargetState, TargetEffect> on(TimedOut event) {
            return Step.to(new Closed(), new CloseClient());
        }
    }

    /** Main is linked; the client has not said how it comes. */
    record AwaitingHandshake(Arrival arrival) implements Provisional {

        @Override
        public Step<TargetState, TargetEffect> with(Arrival more) {
            return Step.to(new AwaitingHandshake(more));
        }

        /** An answer that waited for the source would leave the client's main deaf there. */
        @Override
        public Step<TargetState, TargetEffect> on(HandshakeArrived event) {
            if (event.version() > MigrationMode.SEAMLESS_VERSION || !event.isWelcome()) {
                return Step.to(new AwaitingMigrateEnd(arrival), new SendNack());
            }
            List<TargetEffect> effects = new ArrayList<>(List.of(new SendAck()));
            AwaitingMigrateData next = new AwaitingMigrateData(arrival, new TreeSet<>());
            if (arrival.canServe()) {
                effects.add(new ServeChannels());
            }
            if (next.isAllButMainRestored()) {
                effects.add(new ReportRestored());
            }
            return Step.to(next, effects);
        }

        /** A client that knows no seamless migration says nothing before. */
        @Override
        public Step<TargetState, TargetEffect> on(MigrateEndArrived event) {
            return AwaitingGuest.startAfresh(arrival);
        }
    }

    /**
     * The client comes with all it has.
     *
     * @param restored channels that go on here
     */
    record AwaitingMigrateData(Arrival arrival, SortedSet<ChannelId> restored) implements Provisional {

        public AwaitingMigrateData {
            restored = Arrival.copyOf(restored);
        }

        /** Channels whose data is to come. */
        public SortedSet<ChannelId> awaited() {
            SortedSet<ChannelId> awaited = new TreeSet<>(arrival.withData());
            awaited.removeAll(restored);
            return awaited;
        }

        @Override
        public Step<TargetState, TargetEffect> with(Arrival more) {
            return goOn(new AwaitingMigrateData(more, restored), new ArrayList<>());
        }

        @Override
        public Step<TargetState, TargetEffect> on(MigrateDataArrived event) {
            ChannelId channel = event.channel();
            if (!awaited().contains(channel) || !arrival.linked().contains(channel)) {
                return Step.refuse(this, Verdict.PEER_VIOLATION);
            }
            if (event.trust() == BlobTrust.DIFFERS) {
                return Step.to(new Closed(), new CancelTimer(), new CloseClient());
            }
            List<TargetEffect> effects = new ArrayList<>();
            effects.add(new RestoreChannel(channel, event.trust() == BlobTrust.PROVEN));
            if (channel.equals(MAIN)) {
                effects.add(new GreetOnMain());
            }
            return goOn(withRestored(channel), effects);
        }

        /** Said before the digest of the channel's data, so before all that the client may type here. */
        @Override
        public Step<TargetState, TargetEffect> on(KeptInputArrived event) {
            return hasInputs() ? Step.refuse(this, Verdict.PEER_VIOLATION) : take();
        }

        @Override
        public Step<TargetState, TargetEffect> on(InputArrived event) {
            return hasInputs() ? take() : Step.refuse(this, Verdict.PEER_VIOLATION);
        }

        private boolean hasInputs() {
            return restored.stream().anyMatch(channel -> channel.type() == ChannelType.INPUTS);
        }

        private Step<TargetState, TargetEffect> take() {
            return Step.to(this, arrival.isGuestTaken() ? new ApplyInput() : new KeepInput());
        }

        /** Without main the client is not here, nor is it of use without a guest; else what is missing is made anew. */
        @Override
        public Step<TargetState, TargetEffect> on(TimedOut event) {
            if (awaited().contains(MAIN) || !arrival.isGuestTaken()) {
                return Provisional.super.on(event);
            }
            List<TargetEffect> effects = new ArrayList<>();
            awaited().forEach(channel -> effects.add(new StartAfresh(channel)));
            effects.add(new ReportTaken());
            return Step.to(new Restored(), effects);
        }

        private AwaitingMigrateData withRestored(ChannelId channel) {
            SortedSet<ChannelId> more = new TreeSet<>(restored);
            more.add(channel);
            return new AwaitingMigrateData(arrival, more);
        }

        /** What follows from what is there now and was not before. */
        private Step<TargetState, TargetEffect> goOn(AwaitingMigrateData next, List<TargetEffect> effects) {
            boolean hasNewLinks = !next.arrival.linked().equals(arrival.linked());
            if (next.arrival.canServe() && (!arrival.canServe() || hasNewLinks)) {
                effects.add(new ServeChannels());
            }
            if (next.arrival.isGuestTaken() && !arrival.isGuestTaken()) {
                effects.add(new ApplyKept());
            }
            if (next.isAllButMainRestored() && !isAllButMainRestored()) {
                effects.add(new ReportRestored());
            }
            if (next.awaited().isEmpty() && next.arrival.canServe()) {
                effects.add(new CancelTimer());
                effects.add(new ReportTaken());
                return Step.to(new Restored(), effects);
            }
            return Step.to(next, effects);
        }

        /** A source with a stream hands over main when it hears of this; so not before the guest is ours. */
        private boolean isAllButMainRestored() {
            return arrival.listed().isPresent()
                    && arrival.canServe()
                    && awaited().equals(new TreeSet<>(List.of(MAIN)));
        }
    }

    /** The client will start with nothing, once the source lets it. */
    record AwaitingMigrateEnd(Arrival arrival) implements Provisional {

        @Override
        public Step<TargetState, TargetEffect> with(Arrival more) {
            return Step.to(new AwaitingMigrateEnd(more));
        }

        @Override
        public Step<TargetState, TargetEffect> on(MigrateEndArrived event) {
            return AwaitingGuest.startAfresh(arrival);
        }
    }

    /** The client starts with nothing, once there is a guest that it may type to. */
    record AwaitingGuest(Arrival arrival) implements Provisional {

        private static Step<TargetState, TargetEffect> startAfresh(Arrival arrival) {
            return arrival.isGuestTaken()
                    ? Step.to(new Restored(), new CancelTimer(), new StartClientAfresh())
                    : Step.to(new AwaitingGuest(arrival));
        }

        @Override
        public Step<TargetState, TargetEffect> with(Arrival more) {
            return startAfresh(more);
        }
    }

    /** The client is ours, as any other. */
    record Restored() implements TargetState {

        @Override
        public Step<TargetState, TargetEffect> on(InputArrived event) {
            return Step.to(this, new ApplyInput());
        }

        @Override
        public Step<TargetState, TargetEffect> on(ClientLeft event) {
            return Step.to(new Closed());
        }
    }

    /** There are no links any more. */
    record Closed() implements TargetState {

        @Override
        public Step<TargetState, TargetEffect> on(HandshakeArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<TargetState, TargetEffect> on(MigrateEndArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<TargetState, TargetEffect> on(MigrateDataArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<TargetState, TargetEffect> on(InputArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }
    }
}
