package dev.caraway.server;

/** What becomes of a client's own word about its session, when no other server vouches for it. */
public enum UnsignedMigration {
    /** Within bounds it is believed about what the client holds, and about nothing else. */
    SANITIZE,
    /** The client starts afresh. */
    REFUSE,
    /** It is believed. */
    TRUST
}
