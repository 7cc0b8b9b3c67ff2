package dev.caraway.server;

/** What a new password means for clients that are connected. */
public enum ConnectedClients {
    KEEP,
    /** Refuse the new password while a client is connected. */
    FAIL,
    DISCONNECT
}
