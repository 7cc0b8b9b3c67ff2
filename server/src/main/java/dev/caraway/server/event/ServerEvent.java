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

    /** The server is about to close. {@code byGuest} tells who wanted it; management did otherwise. */
    record ShuttingDown(boolean byGuest) implements ServerEvent {}
}
