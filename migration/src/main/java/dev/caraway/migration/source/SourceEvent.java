package dev.caraway.migration.source;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.Step;
import java.util.SortedMap;

/** What can happen to the source of a migration. A client is named by its connection id. */
public sealed interface SourceEvent {

    /** What {@code state} makes of this. */
    Step<SourceState, SourceEffect> applyTo(SourceState state);

    /**
     * Management has said where the guest will go.
     *
     * @param clients every client with the best way for it to follow; SWITCH_HOST for one that cannot be announced to
     */
    record ConnectRequested(SortedMap<Integer, MigrationMode> clients) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /**
     * A client has come while a move is under way, or one that had come can be announced to now: its own arrival from
     * another host is over, or all its channels are linked.
     *
     * @param mode the best way for it to follow; SWITCH_HOST for one that cannot be announced to, or not yet
     */
    record ClientArrived(int client, MigrationMode mode) implements SourceEvent {

        public ClientArrived(int client) {
            this(client, MigrationMode.SWITCH_HOST);
        }

        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MAIN_MIGRATE_CONNECTED or CONNECTED_SEAMLESS: it has linked itself to the target. */
    record ClientConnected(int client, boolean isSeamless) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** SPICE_MSGC_MAIN_MIGRATE_CONNECT_ERROR: it could not. */
    record ClientRefused(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** All sockets of the client are gone. */
    record ClientLeft(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /**
     * The guest has been copied but for its last changes, and shall move now.
     *
     * @param hasStream whether the target listens to a migrate stream of ours; else it hears of the client alone
     */
    record SwitchoverRequested(boolean hasStream) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The inputs channel of a client is handed over, or it has none. */
    record InputsHandedOver(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The guest has stopped, and its last changes are known. */
    record GuestStopped() implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** Every channel of a client but main is handed over. */
    record ChannelsHandedOver(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** Main of a client is handed over: its data has left. */
    record MainHandedOver(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The target says: the guest runs here, or is held here by its owner. */
    record GuestTaken() implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The target says: every channel of this client but main goes on here. */
    record ClientRestored(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The target says: main of this client goes on here. */
    record ClientTaken(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The target says: this client is not as it was listed, or its links here are closed. */
    record ClientLost(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The move has failed, or management has cancelled it. */
    record MoveFailed() implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** A client that was recalled has answered on main: it has read MIGRATE_CANCEL. */
    record RecallAnswered(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** A client that was recalled has answered on main, and every channel of it is live. */
    record ClientRecalled(int client) implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }

    /** The timer has run down without progress. */
    record TimedOut() implements SourceEvent {
        @Override
        public Step<SourceState, SourceEffect> applyTo(SourceState state) {
            return state.on(this);
        }
    }
}
