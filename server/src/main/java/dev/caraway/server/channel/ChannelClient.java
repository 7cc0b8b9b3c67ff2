package dev.caraway.server.channel;

import dev.caraway.protocol.wire.Bytes;

/**
 * A channel's half for one client: what transport calls when its socket has something to say. Only on the loop.
 *
 * <p>Order of calls: {@link #onLinked} once, then any of the others, then {@link #onClosed} once and nothing after it.
 * Its {@code toString} is how log lines name it: {@code s3/display-0}.
 */
public interface ChannelClient {

    /** The link is done, its result has been sent: the channel may send. */
    void onLinked();

    /**
     * The largest body that this message may have now; asked when its header has arrived, before its body is read.
     *
     * @throws dev.caraway.protocol.wire.WireException if no such message exists
     * @throws ProtocolException if the message is not legal in the channel's state
     */
    int bodyLimit(int opcode);

    /**
     * A whole message has arrived.
     *
     * @throws dev.caraway.protocol.wire.WireException if its bytes are malformed
     * @throws ProtocolException if it is not legal in the channel's state
     */
    void onMessage(int opcode, Bytes body);

    /**
     * How the log shows a message from this client; asked before {@link #onMessage}, and only when messages are logged.
     * Whoever knows the record gives its {@code toString}, which hides what is secret.
     *
     * @throws dev.caraway.protocol.wire.WireException if its bytes are malformed
     */
    default String describe(int opcode, Bytes body) {
        return "message " + opcode;
    }

    /** The outbox takes messages again. */
    void onWritable();

    /** Ends this channel: lets go of what it holds, and then closes its outbox. Harmless when repeated. */
    void close();

    /** The socket is gone, whoever closed it. */
    void onClosed();

    /** Ends the client this channel belongs to, with all its channels. */
    void closeSession(String reason);
}
