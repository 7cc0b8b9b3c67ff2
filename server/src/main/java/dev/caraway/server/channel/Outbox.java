package dev.caraway.server.channel;

import dev.caraway.protocol.ServerMessage;

/**
 * The way out to one client's socket, for one channel; only on the loop.
 *
 * <p>It numbers the messages: the first has serial 1, as the client counts.
 */
public interface Outbox {

    /**
     * Sends a message after those before it. The caller asks {@link #isWritable} first, except for the few small
     * messages that may not wait (pings, acks); after {@link #close} it does nothing.
     */
    void send(ServerMessage message);

    /**
     * Whether the socket takes more now. When this turns true again, {@link ChannelClient#onWritable} is called.
     */
    boolean isWritable();

    /** The serial of the message sent last; 0 before the first. */
    long lastSerial();

    /** Counts on from messages that another host has sent; before the first of our own. */
    void continueFrom(long serial);

    /** The bytes of all messages sent so far, with their headers. */
    long sentBytes();

    /** The bytes that wait for the socket. */
    long pendingBytes();

    /** Stops reading from this client until {@link #resumeReading}: it has spent its budget for now. */
    void pauseReading();

    void resumeReading();

    /** Closes the socket once what was sent has left it; {@link ChannelClient#onClosed} follows in a later turn. */
    void close();
}
