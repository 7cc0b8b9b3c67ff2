package dev.caraway.server;

/**
 * What becomes of a client's own word about its session, when no other server vouches for it in a migrate stream.
 *
 * <p>Of what such a word can be about, nothing is served in this version but what a channel starts with: no agent, no
 * devices. So {@link #SANITIZE} and {@link #TRUST} come to the same, and a client's pictures are sent anew.
 */
public enum UnsignedMigration {
    /** The client stays linked; within bounds it is believed about what it holds, and about nothing else. */
    SANITIZE,
    /** Not listened to: the client is told so, stays where it is for as long as its guest does, and then starts afresh. */
    REFUSE,
    /** It is believed. */
    TRUST
}
