package dev.caraway.migration.handover;

import dev.caraway.migration.Step;

/** What can happen to a channel while its client may move. */
public sealed interface HandoverEvent {

    /** What {@code state} makes of this. */
    Step<HandoverState, HandoverEffect> applyTo(HandoverState state);

    /**
     * The client shall go on with this channel at the target.
     *
     * @param guestRuns whether the guest still runs here, so that it can be given input
     */
    record HandoverRequested(boolean guestRuns) implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MIGRATE_FLUSH_MARK: what the client sends from here on goes to the target. */
    record FlushMarkArrived() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_PONG: the answer to the ping of {@link HandoverEffect.SendProofPing}. */
    record ProofArrived() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MIGRATE_DATA: our own data, which has found no way to the target. */
    record MigrateDataReturned() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /**
     * Any other message has arrived from the client.
     *
     * @param isAck whether it only acknowledges messages of ours
     */
    record ClientMessageArrived(boolean isAck) implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** The guest does not run here any more. */
    record GuestStopped() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** The migration is called off: the client shall go on here. */
    record HandoverRecalled() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }

    /** The socket is gone. */
    record ChannelClosed() implements HandoverEvent {
        @Override
        public Step<HandoverState, HandoverEffect> applyTo(HandoverState state) {
            return state.on(this);
        }
    }
}
