package dev.caraway.server.transport;

/** Whoever listens to one client of a control port. Only on the loop. */
public interface ControlClient {

    /** Bytes arrived, cut anywhere. The array is the callee's. */
    void onBytes(byte[] bytes);

    /** The socket takes more: fewer bytes wait than before. */
    void onWritable();

    /** The socket is gone, whoever closed it; nothing follows. */
    void onClosed();
}
