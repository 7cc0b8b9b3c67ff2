package dev.caraway.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a TLS 1.2 socket whose client asks for a second handshake: it costs us a signature each time and nobody needs
 * it. The JDK can refuse it only for the whole process.
 *
 * <p>The type of a record is readable although its content is not. After a client has changed its cipher it sends one
 * more handshake record, in 1.2 the end of its handshake, in 1.3 perhaps a second hello; a further one renegotiates.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(RenegotiationGuard.class);
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private int headerBytes;
    private int type;
    private int length;
    private int remaining;
    private boolean hasChangedCipher;
    private boolean hasFinished;
    private boolean isClosing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!isClosing && renegotiates((ByteBuf) message)) {
            isClosing = true;
            LOG.warn(
                    "{} Closing the socket, its client wants a second TLS handshake",
                    Endpoints.of(context.channel().remoteAddress()));
            context.close();
        }
        if (isClosing) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean renegotiates(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (remaining > 0) {
                int skipped = Math.min(remaining, end - at);
                remaining -= skipped;
                at += skipped;
                continue;
            }
            int value = in.getUnsignedByte(at++);
            switch (headerBytes++) {
                case 0 -> type = value;
                case 3 -> length = value << 8;
                case RECORD_HEADER_BYTES - 1 -> {
                    headerBytes = 0;
                    remaining = length | value;
                    if (isSecondHandshake()) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private boolean isSecondHandshake() {
        if (type == CHANGE_CIPHER_SPEC) {
            hasChangedCipher = true;
        } else if (type == HANDSHAKE && hasChangedCipher) {
            boolean isSecond = hasFinished;
            hasFinished = true;
            return isSecond;
        }
        return false;
    }
}
