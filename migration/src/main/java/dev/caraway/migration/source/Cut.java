package dev.caraway.migration.source;

/** What is known of the guest's move. */
public enum Cut {
    /** Nobody has asked for it yet. */
    NOT_REQUESTED,
    /** The target listens to our migrate stream. */
    WITH_STREAM,
    /** The target is another server, which hears of the clients alone. */
    WITHOUT_STREAM;

    static Cut requested(boolean hasStream) {
        return hasStream ? WITH_STREAM : WITHOUT_STREAM;
    }
}
