package dev.caraway.server.session;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All connected clients of one server, by connection id. On the loop only. */
public final class Sessions {

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Session> byConnectionId = new LinkedHashMap<>();
    private SessionMoves moves = SessionMoves.NONE;
    private int lastNumber;

    /** Who is told of everything that may matter to a move; before the first session. */
    public void movedBy(SessionMoves mover) {
        moves = mover;
    }

    /** A new session; its id is hard to guess, since it admits channels to the session. */
    public Session create() {
        int connectionId = random.nextInt();
        while (connectionId == 0 || byConnectionId.containsKey(connectionId)) {
            connectionId = random.nextInt();
        }
        Session session = add(connectionId);
        moves.onArrived(session);
        return session;
    }

    /** A session that another host began, under the id that it has there, with what has come of its dictionary. */
    public Session createArriving(int connectionId, SessionArrival arrival, GlzArrival glz) {
        assert !byConnectionId.containsKey(connectionId) : connectionId;
        Session session = add(connectionId);
        session.arriveBy(arrival, glz);
        return session;
    }

    private Session add(int connectionId) {
        Session session = new Session(++lastNumber, connectionId, this);
        byConnectionId.put(connectionId, session);
        return session;
    }

    SessionMoves moves() {
        return moves;
    }

    public Optional<Session> find(int connectionId) {
        return Optional.ofNullable(byConnectionId.get(connectionId));
    }

    /** The sessions, oldest first. */
    public Collection<Session> all() {
        return List.copyOf(byConnectionId.values());
    }

    /** Whether a client is connected and not on its way out. */
    public boolean isAnyConnected() {
        return byConnectionId.values().stream().anyMatch(session -> !session.isClosing());
    }

    void remove(Session session) {
        byConnectionId.remove(session.connectionId(), session);
        moves.onGone(session);
    }
}
