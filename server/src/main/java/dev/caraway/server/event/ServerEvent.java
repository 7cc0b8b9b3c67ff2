package dev.caraway.server.event;

/** What an observer of a server is told, in the order in which it happened. Delivered on the server's loop. */
public sealed interface ServerEvent {

    /** A socket was accepted; nothing is known of the peer yet. */
    record Connected(Endpoint server, Endpoint client) implements ServerEvent {}

    /** A channel is linked and authenticated. {@code ticketing} tells whether a ticket was asked for. */
    record Initialized(ClientChannel channel, boolean ticketing) implements ServerEvent {}

    /** A socket is gone. */
    record Disconnected(Endpoint server, Endpoint client) implements ServerEvent {}

    /** The guest stands still. */
    record Paused() implements ServerEvent {}

    /** The guest runs. */
    record Resumed() implements ServerEvent {}

    /** The guest was told to begin anew. */
    record Reset() implements ServerEvent {}

    /** The guest was told that its power button was pressed. */
    record PowerDown() implements ServerEvent {}

    /** A move of the guest, to here or away, has come so far. */
    record MigrationChanged(MigrationStatus status) implements ServerEvent {}

    /** A round of copying begins; counts from 1. */
    record MigrationPassed(long pass) implements ServerEvent {}

    /** Nothing of an outgoing move is left to be done for clients: SPICE_MIGRATE_COMPLETED. */
    record ClientsMigrated() implements ServerEvent {}

    /**
     * A client has come so far on its way to another host, or from there.
     *
     * @param reason why, where it is refused or lost; else empty
     */
    record ClientMoved(int connectionId, ClientMove move, String reason) implements ServerEvent {}

    /** The server is about to close. {@code byGuest} tells who wanted it; management did otherwise. */
    record ShuttingDown(boolean byGuest) implements ServerEvent {}
}
