package dev.caraway.migration.target;

import dev.caraway.migration.Step;
import dev.caraway.protocol.ChannelId;
import java.util.SortedSet;

/** What can happen to a client that comes from another host. */
public sealed interface TargetEvent {

    /** What {@code state} makes of this. */
    Step<TargetState, TargetEffect> applyTo(TargetState state);

    /** A channel of the client is linked: SPICE's link stage is over. */
    record ChannelLinked(ChannelId channel) implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /**
     * SPICE_MSGC_MAIN_MIGRATE_DST_DO_SEAMLESS.
     *
     * @param version the version of the seamless protocol that the source speaks
     * @param isWelcome whether clients may bring along what they have: no where nobody will vouch for it and that is wanted
     */
    record HandshakeArrived(long version, boolean isWelcome) implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MAIN_MIGRATE_END: the client starts here with nothing. */
    record MigrateEndArrived() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /**
     * The source has listed this client in the migrate stream, and its link is as listed.
     *
     * @param channels those that the source will hand over, main among them
     */
    record SessionListed(SortedSet<ChannelId> channels) implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** The source knows no such client, or not with these channels. */
    record SessionDenied() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** The source has said {@code snapshot complete}, or there is no stream to wait for. */
    record SnapshotCompleted() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** The guest runs here, or is held here by its owner. */
    record GuestTaken() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MIGRATE_DATA, read and compared with what the source has said of it. */
    record MigrateDataArrived(ChannelId channel, BlobTrust trust) implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /**
     * The source has sent an input in the migrate stream: it had come there before the flush mark, and its guest had
     * stopped.
     */
    record KeptInputArrived() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** A key, a button or a motion has arrived on the inputs channel. */
    record InputArrived() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** The source has called the migration off. */
    record MoveFailed() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** All sockets of the client are gone. */
    record ClientLeft() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }

    /** The timer has run down without progress. */
    record TimedOut() implements TargetEvent {
        @Override
        public Step<TargetState, TargetEffect> applyTo(TargetState state) {
            return state.on(this);
        }
    }
}
