package dev.caraway.server.session;

import dev.caraway.migration.data.ChannelData;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.BaseClientMessage;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.base.ClientDisconnecting;
import dev.caraway.protocol.base.ClientMigrateData;
import dev.caraway.protocol.base.MigrateFlushMark;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.event.ChannelCounters;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ImageCount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel of a session: what every channel's half for one client has in common.
 *
 * <p>It answers the base messages, watches for a silent peer, and leaves its session when its socket is gone.
 */
public abstract class SessionChannel implements ChannelClient {

    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    /** The id of a ping of {@link #ask}, apart from those of monitors and meters. */
    private static final int QUESTION_ID = Integer.MIN_VALUE + 1;

    private final Session session;
    private final LinkedPeer peer;
    private final Outbox outbox;
    private final PingMonitor pings;
    private final ChannelCounters counters = new ChannelCounters();
    private final BaseClientMessage.Handler baseMessages = new BaseMessages();
    private final ChannelHandover handover;
    private @Nullable Runnable question;
    private boolean isClosing;

    /** @param pingIntervalMillis see {@link PingMonitor} */
    protected SessionChannel(Session session, LinkedPeer peer, Outbox outbox, Loop loop, long pingIntervalMillis) {
        this.session = session;
        this.peer = peer;
        this.outbox = outbox;
        this.pings = new PingMonitor(loop, outbox, pingIntervalMillis, () -> closeSession("client silent"));
        this.handover = new ChannelHandover(this);
    }

    public final Session session() {
        return session;
    }

    public final LinkedPeer peer() {
        return peer;
    }

    /** The channel's way to another host. */
    public final ChannelHandover handover() {
        return handover;
    }

    protected final Outbox outbox() {
        return outbox;
    }

    @Override
    public final void onLinked() {
        session.arrival().ifPresentOrElse(taker -> taker.onLinked(this), this::open);
    }

    /** Begins the channel as for a new client. */
    public final void open() {
        pings.start();
        onOpened();
    }

    /**
     * Begins the channel where another host has left it.
     *
     * @param state what {@link #saveState} has written there
     * @throws dev.caraway.protocol.wire.WireException if no channel writes this; the channel has to be closed then
     */
    public final void goOn(SpiceReader state) {
        pings.start();
        restoreState(state);
    }

    /** Begins the channel of a client that comes from elsewhere with nothing that is known here. */
    public final void startOver() {
        pings.start();
        startAfresh();
    }

    @Override
    public final int bodyLimit(int opcode) {
        if (opcode == BaseClientOpcode.MIGRATE_DATA.number() && handover.isLive()) {
            return session.arrival()
                    .map(taker -> taker.migrateDataLimit(this))
                    .orElseThrow(() -> ProtocolException.channel("migrate data: expected only on a migrated link"));
        }
        return BaseClientOpcode.has(opcode) ? BaseClientOpcode.maxBodyBytes(opcode) : ownBodyLimit(opcode);
    }

    @Override
    public final void onMessage(int opcode, Bytes body) {
        if (isClosing) {
            return;
        }
        pings.onHeard();
        // Whoever speaks on any channel is there: a client that links itself to another host reads nothing on main
        // meanwhile.
        session.channel(MAIN).ifPresent(main -> main.pings.onHeard());
        counters.onReceived(body.length());
        boolean isTaken = session.arrival()
                .map(taker -> taker.takes(this, opcode, body))
                .orElseGet(() -> handover.takes(opcode, body));
        if (isTaken) {
            deliver(opcode, body);
        }
    }

    /** Gives the channel a message that has waited: what is wrong with it costs its client alone. */
    public final void deliverLate(int opcode, Bytes body) {
        if (isClosing) {
            return;
        }
        try {
            deliver(opcode, body);
        } catch (WireException | ProtocolException e) {
            session.close(String.valueOf(e.getMessage()));
        }
    }

    private void deliver(int opcode, Bytes body) {
        if (BaseClientOpcode.has(opcode)) {
            BaseClientOpcode.decode(opcode, body).deliverTo(baseMessages);
        } else {
            onOwnMessage(opcode, body);
        }
    }

    @Override
    public final String describe(int opcode, Bytes body) {
        ClientMessage message =
                BaseClientOpcode.has(opcode) ? BaseClientOpcode.decode(opcode, body) : decodeOwn(opcode, body);
        return message.toString();
    }

    @Override
    public final void onClosed() {
        pings.stop();
        handover.onClosed();
        // Guests are told on the way: whatever they throw, the channel is gone.
        try {
            beginClosing();
        } finally {
            try {
                onGone();
            } finally {
                session.onChannelClosed(this);
            }
        }
    }

    /** Ends this channel alone, whose messages count no more; on the main channel that ends the session. */
    @Override
    public final void close() {
        try {
            beginClosing();
        } finally {
            outbox.close();
        }
    }

    private void beginClosing() {
        if (!isClosing) {
            isClosing = true;
            onClosing();
        }
    }

    @Override
    public final void closeSession(String reason) {
        session.close(reason);
    }

    /** What was counted and measured so far. */
    public final Map<Counter, Long> counts() {
        Map<Counter, Long> counts = counters.counts();
        counts.put(Counter.MESSAGES_SENT, outbox.lastSerial());
        counts.put(Counter.BYTES_SENT, outbox.sentBytes());
        counts.put(Counter.BYTES_PENDING, outbox.pendingBytes());
        pings.roundTripNanos().ifPresent(nanos -> counts.put(Counter.ROUND_TRIP, TimeUnit.NANOSECONDS.toMicros(nanos)));
        addCounts(counts);
        return counts;
    }

    /** The images that were sent, by type. */
    public final List<ImageCount> images() {
        return counters.images();
    }

    /** Whether the client has said all that it says when a channel is new. */
    public boolean isSettled() {
        return true;
    }

    /** Whether nothing is left that could be sent to the client; asked when the guest stands still. */
    public boolean isDrained() {
        return true;
    }

    /**
     * The client takes no more here: what is still queued becomes part of the state. What is being compressed still
     * leaves; {@link #isDrained} says whether that is over, and {@link #saveState} follows only then.
     */
    public void stopSending() {}

    /**
     * The client comes to a server of another kind, which is told little: ends what such a server could not go on with.
     * Asked while the channel still sends.
     */
    public void letGo() {}

    /** The guest leaves and the client does not follow it with all it has: nothing stays pressed that it holds. */
    public void releaseInput() {}

    /** The client stays here after all: goes on after {@link #stopSending}. */
    public void resumeSending() {}

    /**
     * Writes what the target needs so that this client's channel goes on; after {@link #stopSending}. On a channel that
     * has an ack window it is called before MIGRATE leaves, since the messages that were sent count; on the others when
     * the client has said its last.
     */
    public abstract void saveState(SpiceWriter out);

    /**
     * Takes up what {@link #saveState} has written at the source, instead of {@link #onOpened}; nothing was sent on this
     * channel here. What all clients and what the session's channels share is restored already. Sends what belongs first
     * and goes on with whatever is due.
     *
     * @throws dev.caraway.protocol.wire.WireException if no channel writes this; the channel has to be closed then
     */
    protected abstract void restoreState(SpiceReader in);

    /**
     * The client comes from elsewhere and nothing is known of what it holds on this channel, which is live: tells
     * everything anew, without the messages that only a new link may bring.
     */
    protected abstract void startAfresh();

    /**
     * What the channel carries through its client, in libspice-server's layout; empty for channels without data. Asked
     * after {@link #saveState}, or before MIGRATE leaves.
     */
    public abstract Optional<ChannelData> migrateData();

    /** Adds what only this kind of channel measures, or measures better. */
    protected void addCounts(Map<Counter, Long> counts) {}

    /** Sends a message after those before it; only while {@link #isGateOpen}. */
    public final void send(ServerMessage message) {
        assert isGateOpen() : message;
        sendPastGate(message);
    }

    /**
     * Asks the client, which answers when it has read everything before; {@code answered} runs unless the channel is gone
     * before. One question at a time.
     */
    public final void ask(Runnable answered) {
        question = answered;
        sendPastGate(new Ping(QUESTION_ID, 0, Bytes.EMPTY));
    }

    /** Whether the client reads here, so that messages may leave at all. */
    protected final boolean isGateOpen() {
        return handover.letsMessagesOut();
    }

    void sendPastGate(ServerMessage message) {
        counters.onSent(message);
        outbox.send(message);
    }

    /** INVARIANT: no ping follows MIGRATE. */
    void onHandoverBegins() {
        pings.stop();
    }

    /** The client reads here again. */
    void onGateReopened() {
        pings.start();
        onWritable();
    }

    /** The channel may send. */
    protected abstract void onOpened();

    /** The largest body of a message that only this kind of channel has. */
    protected abstract int ownBodyLimit(int opcode);

    /** Decodes a message that only this kind of channel has. */
    protected abstract ClientMessage decodeOwn(int opcode, Bytes body);

    /** A message that only this kind of channel has. */
    protected abstract void onOwnMessage(int opcode, Bytes body);

    /** Closing begins, once: what was sent may still leave for a while, but nothing is taken any more. */
    protected void onClosing() {}

    /** The socket is gone; nothing can be sent any more. */
    protected abstract void onGone();

    /** Channels that send without a window have nothing to do with acknowledgements. */
    protected void onAckSync(AckSync sync) {}

    protected void onAck() {}

    /** A pong that the channel itself may have asked for. */
    protected void onPong(Pong pong) {}

    /** As log lines name it: {@code s3/display-0}. */
    @Override
    public final String toString() {
        return session + "/" + peer.channel();
    }

    private final class BaseMessages implements BaseClientMessage.Handler {

        @Override
        public void onAckSync(AckSync message) {
            SessionChannel.this.onAckSync(message);
        }

        @Override
        public void onAck(Ack message) {
            SessionChannel.this.onAck();
        }

        @Override
        public void onPong(Pong message) {
            pings.onPong(message);
            Runnable answered = question;
            if (message.id() == QUESTION_ID && answered != null) {
                question = null;
                answered.run();
            }
            SessionChannel.this.onPong(message);
        }

        @Override
        public void onMigrateFlushMark(MigrateFlushMark message) {
            throw ProtocolException.channel("migrate flush mark: expected only after MIGRATE");
        }

        @Override
        public void onMigrateData(ClientMigrateData message) {
            throw ProtocolException.channel("migrate data: expected only on a migrated link");
        }

        @Override
        public void onDisconnecting(ClientDisconnecting message) {
            LOG.debug("{} Client says goodbye", SessionChannel.this);
            close();
        }
    }
}
