package dev.caraway.server.session;

import dev.caraway.protocol.base.AckSync;
import dev.caraway.server.channel.AckDeadline;
import dev.caraway.server.channel.AckWindow;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;

/**
 * A channel that runs no further ahead than its client acknowledges: display and cursor. What it has to say waits in the
 * channel itself and is {@linkplain #drain drained} when socket and window let it.
 */
public abstract class WindowedChannel extends SessionChannel {

    private final AckWindow window = new AckWindow(1);
    private final AckDeadline deadline;
    private boolean isGone;

    protected WindowedChannel(Session session, LinkedPeer peer, Outbox outbox, Loop loop, long pingIntervalMillis) {
        super(session, peer, outbox, loop, pingIntervalMillis);
        this.deadline = new AckDeadline(loop, this::close);
    }

    @Override
    protected void onOpened() {
        send(window.open(outbox().lastSerial() + 1));
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
        if (isGone || !outbox().isWritable()) {
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
