package dev.caraway.server.transport;

/** Where clients of a control port arrive. Only on the loop. */
@FunctionalInterface
public interface ControlReception {

    /** A client's turn has come; what is returned gets the socket's events. It may write before it returns. */
    ControlClient onConnected(ControlSocket socket);
}
