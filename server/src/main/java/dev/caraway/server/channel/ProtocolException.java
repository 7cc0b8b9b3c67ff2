package dev.caraway.server.channel;

/**
 * Legal bytes at a wrong moment: the peer violated the protocol. The scope says what has to be closed.
 *
 * <p>A hostile peer can cause these at will, so they carry no stack trace.
 */
public final class ProtocolException extends RuntimeException {

    /** The smallest thing that must go. */
    public enum Scope {
        CHANNEL,
        SESSION
    }

    private final Scope scope;

    private ProtocolException(Scope scope, String message) {
        super(message, null, false, false);
        this.scope = scope;
    }

    /** This channel cannot go on; the client's others can. */
    public static ProtocolException channel(String message) {
        return new ProtocolException(Scope.CHANNEL, message);
    }

    /** The client cannot go on. */
    public static ProtocolException session(String message) {
        return new ProtocolException(Scope.SESSION, message);
    }

    public Scope scope() {
        return scope;
    }
}
