package dev.caraway.migration.source;

/** How far a client is on its way. */
public enum ClientPhase {
    /** It was announced to and has not answered. */
    AWAITED,
    /** It has not answered in time, but may still. */
    UNANSWERED,
    /** It has no links to the target, and will be told to log in there. */
    UNLINKED,
    /** Its links to the target ended while it went over: what had gone has no way back, and only a new login helps it. */
    CUT_OFF,
    /** It is linked and will start from a clean state. */
    SEMI_SEAMLESS,
    /** It is linked and will go on with what it has. */
    SEAMLESS,
    /** Its inputs channel is handed over. */
    INPUTS_MOVED,
    /** All its channels but main are handed over. */
    CHANNELS_MOVED,
    /** What its channels with data carry has arrived at the target; one without data is still here. */
    DATA_RESTORED,
    /** All its channels but main go on at the target. */
    RESTORED,
    /** MIGRATE has left on main too, and the data has not: the client can still be called back. */
    MAIN_MOVING,
    /** Main is handed over too. */
    MAIN_MOVED,
    /** It was sent MIGRATE_END: it starts at the target with nothing. */
    AFRESH,
    /** It was told where the guest has gone, and its sockets are still here. */
    LEAVING;

    /** Whether something may have been handed over, so that only a recall brings the client back. */
    boolean isSeamless() {
        return this == SEAMLESS
                || this == INPUTS_MOVED
                || this == CHANNELS_MOVED
                || this == DATA_RESTORED
                || this == RESTORED
                || this == MAIN_MOVING;
    }
}
