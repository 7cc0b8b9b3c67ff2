package dev.caraway.server.session;

/** Whoever moves clients to another host: told what they do that may matter to a move. On the loop only. */
public interface SessionMoves {

    /** For a server that moves nobody. */
    SessionMoves NONE = new SessionMoves() {};

    /** A client has logged in here, or has landed from another host. */
    default void onArrived(Session session) {}

    /**
     * MIGRATE_CONNECTED or MIGRATE_CONNECTED_SEAMLESS: the client has linked itself to the target.
     *
     * @return whether anybody has asked it to; if not, it is told to forget the target
     */
    default boolean onConnected(Session session, boolean isSeamless) {
        return false;
    }

    /** MIGRATE_CONNECT_ERROR: it could not; as {@link #onConnected}. */
    default boolean onConnectError(Session session) {
        return false;
    }

    /** All sockets of the client are gone. */
    default void onGone(Session session) {}
}
