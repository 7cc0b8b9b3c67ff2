package dev.caraway.server.transport;

import dev.caraway.protocol.header.FullHeader;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into messages and gives each to the channel.
 *
 * <p>A body's size meets the channel's limit when its header is complete; then the body grows with the bytes that
 * arrive. One turn of the loop takes {@link #MESSAGES_PER_TURN} messages, so that one client cannot keep the others
 * waiting; while messages are left over, or reading is paused, nothing is read from the socket.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {

    static final int MESSAGES_PER_TURN = 64;

    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_BODY_BYTES = 1024;

    private final AdmittedClient client;
    private final byte[] header;
    private final Deque<ByteBuf> arrived = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private int headerBytes;
    private int opcode;
    private int bodySize;
    private byte[] body = NOTHING;
    private int bodyBytes;
    private int turnMessages;
    private boolean isPaused;
    private boolean isTaking;
    private boolean isTurnQueued;
    private boolean isDiscarding;

    FrameDecoder(AdmittedClient client, boolean miniHeader) {
        this.client = client;
        this.header = new byte[miniHeader ? MiniHeader.BYTES : FullHeader.BYTES];
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        discard();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isDiscarding) {
            ReferenceCountUtil.release(message);
            return;
        }
        arrived.add((ByteBuf) message);
        take();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!isTurnQueued) {
            turnMessages = 0;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            // In a turn of its own: the socket is still busy with the flush that made it writable.
            context.executor().execute(client::onWritable);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        client.fail(cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }

    /** Takes no message until {@link #resume}, and reads nothing. */
    void pause() {
        isPaused = true;
        updateReading();
    }

    void resume() {
        if (isPaused) {
            isPaused = false;
            if (arrived.isEmpty()) {
                updateReading();
            } else {
                queueTurn();
            }
        }
    }

    /** Takes no message any more; what arrives is dropped. */
    void discard() {
        isDiscarding = true;
        if (!isTaking) {
            dropArrived();
        }
    }

    /** The socket is gone: takes what had arrived before its end. */
    void finish() {
        turnMessages = Integer.MIN_VALUE;
        take();
        discard();
    }

    private void take() {
        if (isTaking) {
            return;
        }
        isTaking = true;
        try {
            while (!isPaused && !isDiscarding && !arrived.isEmpty()) {
                if (turnMessages >= MESSAGES_PER_TURN) {
                    queueTurn();
                    break;
                }
                ByteBuf first = arrived.element();
                takeFrom(first);
                if (!first.isReadable()) {
                    arrived.remove().release();
                }
            }
        } catch (RuntimeException | AssertionError e) {
            isDiscarding = true;
            client.fail(e);
        } finally {
            isTaking = false;
        }
        if (isDiscarding) {
            dropArrived();
        }
        updateReading();
    }

    /** Takes bytes up to the end of the header's or the message's, so at most one message. */
    private void takeFrom(ByteBuf in) {
        if (headerBytes < header.length) {
            int count = Math.min(header.length - headerBytes, in.readableBytes());
            in.readBytes(header, headerBytes, count);
            headerBytes += count;
            if (headerBytes < header.length) {
                return;
            }
            openBody();
        }
        int count = Math.min(bodySize - bodyBytes, in.readableBytes());
        if (body.length < bodyBytes + count) {
            body = Arrays.copyOf(body, grown(bodyBytes + count));
        }
        in.readBytes(body, bodyBytes, count);
        bodyBytes += count;
        if (bodyBytes == bodySize) {
            Bytes whole = Bytes.wrap(body, 0, bodySize);
            body = NOTHING;
            bodyBytes = 0;
            headerBytes = 0;
            turnMessages++;
            client.receive(opcode, whole);
        }
    }

    private int grown(int neededBytes) {
        return Math.min(bodySize, Math.max(Math.max(neededBytes, FIRST_BODY_BYTES), 2 * body.length));
    }

    private void openBody() {
        SpiceReader in = new SpiceReader("header", Bytes.wrap(header));
        long size;
        if (header.length == MiniHeader.BYTES) {
            MiniHeader mini = MiniHeader.decode(in);
            opcode = mini.type();
            size = mini.size();
        } else {
            FullHeader full = FullHeader.decode(in);
            opcode = full.type();
            size = full.size();
            if (full.subListOffset() != 0) {
                throw ProtocolException.channel(
                        "message " + opcode + ": expected no sub messages, got a list at " + full.subListOffset());
            }
        }
        int limit = client.bodyLimit(opcode);
        if (size > limit) {
            throw new WireException("message " + opcode + ": expected at most " + limit + " bytes, got " + size);
        }
        bodySize = (int) size;
    }

    private void queueTurn() {
        if (!isTurnQueued && context != null) {
            isTurnQueued = true;
            context.executor().execute(() -> {
                isTurnQueued = false;
                turnMessages = 0;
                take();
            });
        }
    }

    private void updateReading() {
        if (context != null) {
            context.channel().config().setAutoRead(isDiscarding || (arrived.isEmpty() && !isPaused));
        }
    }

    private void dropArrived() {
        while (!arrived.isEmpty()) {
            arrived.remove().release();
        }
        body = NOTHING;
    }
}
