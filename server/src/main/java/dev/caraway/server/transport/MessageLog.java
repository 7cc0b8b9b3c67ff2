package dev.caraway.server.transport;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.ChannelClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every message of every channel, both ways, at TRACE. What is secret hides itself in its {@code toString}. */
final class MessageLog {

    private static final Logger LOG = LoggerFactory.getLogger(MessageLog.class);

    private MessageLog() {}

    static boolean isOn() {
        return LOG.isTraceEnabled();
    }

    static void sent(String subject, long serial, ServerMessage message, int bytes) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} Sent {} serial={} bytes={}", subject, message, serial, bytes);
        }
    }

    static void received(ChannelClient client, int opcode, Bytes body) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} Received {} bytes={}", client, client.describe(opcode, body), body.length());
        }
    }
}
