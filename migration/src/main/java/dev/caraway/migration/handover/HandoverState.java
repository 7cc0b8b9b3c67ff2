package dev.caraway.migration.handover;

import dev.caraway.migration.Step;
import dev.caraway.migration.Verdict;
import dev.caraway.migration.handover.HandoverEffect.Deliver;
import dev.caraway.migration.handover.HandoverEffect.DeliverKept;
import dev.caraway.migration.handover.HandoverEffect.ForwardKept;
import dev.caraway.migration.handover.HandoverEffect.KeepForTarget;
import dev.caraway.migration.handover.HandoverEffect.ReportClosed;
import dev.caraway.migration.handover.HandoverEffect.ReportHandedOver;
import dev.caraway.migration.handover.HandoverEffect.ReportRecalled;
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

/**
 * Where one channel stands at the source while its client moves.
 *
 * <p>INVARIANT: after MIGRATE nothing but MIGRATE_DATA leaves on the channel, as the client would carry whatever comes
 * to the target in its place. The one exception is the message that recalls the channel.
 */
public sealed interface HandoverState {

    HandoverKind kind();

    /** Whether messages other than those of a step may leave: the gate that the channel's outbox asks. */
    default boolean letsMessagesOut() {
        return false;
    }

    default Step<HandoverState, HandoverEffect> on(HandoverRequested event) {
        return Step.refuse(this, Verdict.SHELL_MISUSE);
    }

    default Step<HandoverState, HandoverEffect> on(FlushMarkArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<HandoverState, HandoverEffect> on(ProofArrived event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<HandoverState, HandoverEffect> on(MigrateDataReturned event) {
        return Step.refuse(this, Verdict.PEER_VIOLATION);
    }

    default Step<HandoverState, HandoverEffect> on(ClientMessageArrived event) {
        return Step.to(this, new Deliver());
    }

    default Step<HandoverState, HandoverEffect> on(GuestStopped event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<HandoverState, HandoverEffect> on(HandoverRecalled event) {
        return Step.refuse(this, Verdict.STALE);
    }

    default Step<HandoverState, HandoverEffect> on(ChannelClosed event) {
        return Step.to(new Closed(kind()), new ReportClosed());
    }

    /** The client is here. */
    record Live(HandoverKind kind) implements HandoverState {

        @Override
        public boolean letsMessagesOut() {
            return true;
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(HandoverRequested event) {
            SendMigrate migrate = new SendMigrate(kind.migrateFlags());
            return kind == HandoverKind.WITHOUT_DATA
                    ? Step.to(new HandedOver(kind), migrate, new ReportHandedOver())
                    : Step.to(new AwaitingFlushMark(kind, event.guestRuns()), migrate);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(HandoverRecalled event) {
            return Step.to(this, new ReportRecalled());
        }
    }

    /**
     * MIGRATE is on its way; what the client sent before it read that still comes to us.
     *
     * @param guestRuns whether our guest still takes input
     */
    record AwaitingFlushMark(HandoverKind kind, boolean guestRuns) implements HandoverState {

        @Override
        public Step<HandoverState, HandoverEffect> on(FlushMarkArrived event) {
            return guestRuns
                    ? Step.to(new HandedOver(kind), new SendMigrateData(), new ReportHandedOver())
                    : Step.to(new HandedOver(kind), new ForwardKept(), new SendMigrateData(), new ReportHandedOver());
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(ClientMessageArrived event) {
            return Step.to(this, guestRuns || event.isAck() ? new Deliver() : new KeepForTarget());
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(GuestStopped event) {
            return Step.to(new AwaitingFlushMark(kind, false));
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(HandoverRecalled event) {
            return guestRuns
                    ? Step.to(new AwaitingLateMark(kind), new SendThrowAwayPing())
                    : Step.to(new AwaitingLateMark(kind), new SendThrowAwayPing(), new DeliverKept());
        }
    }

    /** The client stays, but its mark is still on the way. Until it is here the channel cannot be handed over again. */
    record AwaitingLateMark(HandoverKind kind) implements HandoverState {

        @Override
        public boolean letsMessagesOut() {
            return true;
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(FlushMarkArrived event) {
            return Step.to(new Live(kind), new ReportRecalled());
        }
    }

    /**
     * The last word on this channel is said. The client still acknowledges what it had read before the mark; where there
     * is no mark, whatever it says until it has read MIGRATE is for us.
     */
    record HandedOver(HandoverKind kind) implements HandoverState {

        @Override
        public Step<HandoverState, HandoverEffect> on(ClientMessageArrived event) {
            if (event.isAck()) {
                return Step.to(this);
            }
            return kind == HandoverKind.WITHOUT_DATA
                    ? Step.to(this, new Deliver())
                    : Step.refuse(this, Verdict.PEER_VIOLATION);
        }

        /** MIGRATE_CANCEL makes the client change its sockets back, except when it has no main here to read it from. */
        @Override
        public Step<HandoverState, HandoverEffect> on(HandoverRecalled event) {
            return kind == HandoverKind.MAIN
                    ? Step.refuse(this, Verdict.SHELL_MISUSE)
                    : Step.to(new AwaitingProof(kind), new SendProofPing());
        }
    }

    /**
     * The last word was said too early: the client changes back, or has not changed yet. One that reads MIGRATE_CANCEL
     * on main before it reads the data here sends us the data.
     */
    record AwaitingProof(HandoverKind kind) implements HandoverState {

        @Override
        public boolean letsMessagesOut() {
            return true;
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(MigrateDataReturned event) {
            return kind == HandoverKind.WITHOUT_DATA ? Step.refuse(this, Verdict.PEER_VIOLATION) : Step.to(this);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(ProofArrived event) {
            return Step.to(new Live(kind), new ReportRecalled());
        }
    }

    /** There is no socket any more. */
    record Closed(HandoverKind kind) implements HandoverState {

        @Override
        public Step<HandoverState, HandoverEffect> on(HandoverRequested event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(FlushMarkArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(ProofArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(MigrateDataReturned event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(ClientMessageArrived event) {
            return Step.refuse(this, Verdict.STALE);
        }

        @Override
        public Step<HandoverState, HandoverEffect> on(ChannelClosed event) {
            return Step.refuse(this, Verdict.STALE);
        }
    }
}
