package dev.caraway.server.event;

/** How far a client has come on its way to another host, or from there. */
public enum ClientMove {
    /** It was told to link itself to the other host. */
    LINKING,
    /** It is linked there. */
    LINKED,
    /** It could not, or may not, link itself there; it will have to log in. */
    REFUSED,
    /** It goes on there. */
    HANDED_OVER,
    /** Its session has ended with the move; it can log in anew. */
    LOST
}
