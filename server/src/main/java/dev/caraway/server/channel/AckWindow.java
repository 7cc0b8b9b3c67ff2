package dev.caraway.server.channel;

import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.SetAck;

/**
 * How far the server may run ahead of a client on a display or cursor channel.
 *
 * <p>The client acknowledges every {@link #WINDOW} messages after SET_ACK, whatever they are; the server stops at {@link
 * #RUN_AHEAD}. Nothing may be sent before the client has answered SET_ACK, and acknowledgements before its answer belong
 * to nobody and are ignored (red-channel-client.cpp: handle_message, waiting_for_ack).
 */
public final class AckWindow {

    /** The client acknowledges this many messages at once; libspice-server's number for a narrow window. */
    static final int WINDOW = 20;

    /**
     * The server stops when so many windows are unacknowledged. What may be on its way is bounded in bytes elsewhere
     * ({@link LinkMeter}); this bounds small messages, of which a long link holds many.
     */
    static final int RUN_AHEAD = 16 * WINDOW;

    /** No conforming client acknowledges what was not sent; a few windows are forgiven, a flood is not. */
    private static final int FORGIVEN = 4 * WINDOW;

    private final int generation;
    private final boolean opensAtOnce;
    private boolean synced;
    private long acknowledgedSerial;

    /** @param generation tells this window from one that the same client had before */
    public AckWindow(int generation) {
        this(generation, false);
    }

    private AckWindow(int generation, boolean opensAtOnce) {
        this.generation = generation;
        this.opensAtOnce = opensAtOnce;
    }

    /**
     * The window that follows one of another host, whose client reads here only once it has swapped its sockets: what is
     * sent meanwhile waits for it in order, so its answer need not be awaited.
     *
     * @param generation of the other host's window
     */
    public static AckWindow after(int generation) {
        return new AckWindow(generation + 1, true);
    }

    /** What SET_ACK says, to tell one window from another. */
    public int generation() {
        return generation;
    }

    /**
     * The message that opens the window.
     *
     * @param serial the serial that it will have: the client counts from the next one
     */
    public SetAck open(long serial) {
        acknowledgedSerial = serial;
        return new SetAck(generation, WINDOW);
    }

    public void onAckSync(AckSync sync) {
        synced |= sync.generation() == generation;
    }

    /**
     * The client has acknowledged one more window.
     *
     * @param lastSerial of what was sent so far
     * @throws ProtocolException if the client keeps acknowledging what was never sent
     */
    public void onAck(long lastSerial) {
        if (!synced) {
            return;
        }
        acknowledgedSerial += WINDOW;
        if (acknowledgedSerial > lastSerial + FORGIVEN) {
            throw ProtocolException.channel(
                    "ack: expected for messages up to " + lastSerial + ", got " + acknowledgedSerial);
        }
    }

    /** Whether one more message may follow the one with {@code lastSerial}. */
    public boolean isOpen(long lastSerial) {
        return (synced || opensAtOnce) && lastSerial - acknowledgedSerial < RUN_AHEAD;
    }
}
