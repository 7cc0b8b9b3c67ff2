package dev.caraway.server.channel;

import dev.caraway.protocol.wire.Bytes;
import java.util.Optional;

/** A way to another host, for a migrate stream. On the loop only. */
public interface StreamSocket {

    /** Whoever reads from it. */
    interface Listener {

        /** Bytes have arrived; they are given away. */
        void onBytes(Bytes bytes);

        /** {@link #isWritable} has turned true again. */
        void onWritable();

        /**
         * The socket is gone; nothing follows.
         *
         * @param reason why, in one line; empty if the other host has closed it
         */
        void onClosed(Optional<String> reason);
    }

    /** Whoever takes sockets that other hosts open. */
    interface Acceptor {

        /** Who reads from this one; empty closes it. */
        Optional<Listener> accept(StreamSocket socket);
    }

    /**
     * Sends bytes after those before them, whether it is writable or not; after the end it does nothing. They leave when the
     * loop has done what it has to do already, or with {@link #flush}.
     */
    void send(Bytes bytes);

    /** Lets what was sent leave now: the other host waits for it, and this one has much to do. */
    void flush();

    /** Whether more can be sent without piling up: the socket takes it, and the limit allows it. */
    boolean isWritable();

    /** How many bytes may be sent in a second before it is not writable; 0 for as many as the socket takes. */
    void limit(long bytesPerSecond);

    /** Reads nothing until {@link #resumeReading}. */
    void pauseReading();

    void resumeReading();

    /** Closes the socket once what was sent has left it, or after a second. */
    void close();

    /** Closes the socket at once. */
    void abort();
}
