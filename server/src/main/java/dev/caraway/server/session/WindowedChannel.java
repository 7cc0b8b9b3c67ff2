package dev.caraway.server.session;

import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.AckDeadline;
import dev.caraway.server.channel.AckWindow;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;

/**
 * A channel that runs no further ahead than its client acknowledges: display and cursor. What it has to say waits in the
 * channel itself and is {@linkplain #drain drained} when socket and window let it.
 */
public abstract class WindowedChannel extends SessionChannel {

    /** More messages than any channel sends. */
    private static final long SERIAL_MAX = 1L << 62;

    private AckWindow window = new AckWindow(1);
    private final AckDeadline deadline;
    private boolean isGone;
    private boolean isStopped;

    protected WindowedChannel(Session session, LinkedPeer peer, Outbox outbox, Loop loop, long pingIntervalMillis) {
        super(session, peer, outbox, loop, pingIntervalMillis);
        this.deadline = new AckDeadline(loop, this::close);
    }

    @Override
    protected void onOpened() {
        openWindow();
    }

    private void openWindow() {
        send(window.open(outbox().lastSerial() + 1));
    }

    @Override
    public void stopSending() {
        isStopped = true;
    }

    @Override
    public void resumeSending() {
        isStopped = false;
        drain();
    }

    /** Whether the client takes no more here. */
    protected final boolean isStopped() {
        return isStopped;
    }

    @Override
    public void startAfresh() {
        openWindow();
    }

    /**
     * Writes where this channel's messages are.
     *
     * @param messagesToCome the messages that still leave here, those of the migration itself
     */
    protected final void saveWindow(SpiceWriter out, int messagesToCome) {
        out.i32(window.generation());
        out.i64(outbox().lastSerial() + messagesToCome);
    }

    /** Goes on where {@link #saveWindow} was, with a window of its own. */
    protected final void restoreWindow(SpiceReader in) {
        int generation = in.i32("window.generation");
        long serial = in.i64("window.serial");
        if (serial < 0 || serial > SERIAL_MAX) {
            throw in.violation("window.serial", "expected 0 to " + SERIAL_MAX + ", got " + serial);
        }
        window = AckWindow.after(generation);
        outbox().continueFrom(serial);
        openWindow();
    }

    @Override
    protected final void onAckSync(AckSync sync) {
        window.onAckSync(sync);
        onAcknowledged();
    }

    @Override
    protected final void onAck() {
        window.onAck(outbox().lastSerial());
        onAcknowledged();
    }

    @Override
    public final void onWritable() {
        drain();
    }

    @Override
    protected void onGone() {
        isGone = true;
        deadline.met();
    }

    /** Sends what waits, as far as {@link #maySend} says. */
    protected abstract void drain();

    /** Whether one more message may be sent now; asked only when there is one, which must not wait for ever. */
    protected final boolean maySend() {
        if (isGone || isStopped || !isGateOpen() || !outbox().isWritable()) {
            return false;
        }
        boolean isOpen = window.isOpen(outbox().lastSerial());
        if (!isOpen) {
            deadline.start();
        }
        return isOpen;
    }

    private void onAcknowledged() {
        if (window.isOpen(outbox().lastSerial())) {
            deadline.met();
        }
        drain();
    }
}
