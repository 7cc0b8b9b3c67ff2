package dev.caraway.server.transport;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.session.DisconnectPolicy;
import dev.caraway.server.session.DisconnectPolicy.Closing;
import dev.caraway.server.session.DisconnectPolicy.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A linked socket's client, seen from the socket: what is thrown on the way to it closes what {@link DisconnectPolicy}
 * says. Only on the loop.
 */
final class AdmittedClient {

    private static final Logger LOG = LoggerFactory.getLogger(AdmittedClient.class);

    private final ChannelType channel;
    private final ChannelClient client;
    private final SocketOutbox outbox;
    private boolean hasFailed;
    private boolean isGone;

    AdmittedClient(ChannelType channel, ChannelClient client, SocketOutbox outbox) {
        this.channel = channel;
        this.client = client;
        this.outbox = outbox;
    }

    String subject() {
        return client.toString();
    }

    /** @throws RuntimeException what {@link #fail} is to be told */
    int bodyLimit(int opcode) {
        return client.bodyLimit(opcode);
    }

    /** @throws RuntimeException what {@link #fail} is to be told */
    void receive(int opcode, Bytes body) {
        MessageLog.received(client, opcode, body);
        client.onMessage(opcode, body);
    }

    void onLinked() {
        guarded(client::onLinked);
    }

    void onWritable() {
        if (!isGone && outbox.isWritable()) {
            guarded(client::onWritable);
        }
    }

    void onGone() {
        isGone = true;
        guarded(client::onClosed);
    }

    /** Closes what has to go because of {@code cause}; only the first one counts. */
    void fail(Throwable cause) {
        if (hasFailed) {
            return;
        }
        hasFailed = true;
        Verdict verdict = DisconnectPolicy.judge(channel, cause);
        switch (verdict.blame()) {
            case NETWORK -> LOG.debug("{} The connection broke reason={}", subject(), verdict.reason());
            case PEER ->
                LOG.warn(
                        "{} The client broke the protocol closing={} reason={}",
                        subject(),
                        verdict.closing(),
                        verdict.reason());
            case US -> LOG.error("{} Closing the client after a mistake of ours", subject(), cause);
        }
        closeChannel();
        if (verdict.closing() == Closing.SESSION) {
            closeSession(verdict.reason());
        }
    }

    private void closeChannel() {
        try {
            client.close();
        } catch (RuntimeException | Error e) {
            LOG.error("{} Cannot close the channel", subject(), e);
        } finally {
            outbox.close();
        }
    }

    private void closeSession(String reason) {
        try {
            client.closeSession(reason);
        } catch (RuntimeException | Error e) {
            LOG.error("{} Cannot close the client", subject(), e);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }
}
