package dev.caraway.server.transport;

/** One client's socket of a control port. Only on the loop. */
public interface ControlSocket {

    /** Sends bytes after those before them; after the end it does nothing. The array is given away. */
    void write(byte[] bytes);

    /** The bytes that wait for the socket. */
    long pendingBytes();

    /** Reads nothing until {@link #resumeReading}; what has been read is still delivered. */
    void pauseReading();

    void resumeReading();

    /** Closes the socket once what was written has left it. */
    void close();

    /** Closes the socket at once, for a client that takes nothing any more; what waits for it is lost. */
    void abort();
}
