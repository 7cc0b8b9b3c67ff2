package dev.caraway.server.transport;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.header.FullHeader;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Outbox;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to one socket, each as one buffer, and flushes once at the end of the loop's turn.
 *
 * <p>INVARIANT: a message is one write and TLS wraps each write by itself, because spice-gtk reads one message a TLS
 * record and then waits for the socket: no record holds the end of one message and the start of the next.
 */
final class SocketOutbox implements Outbox {

    private final Channel socket;
    private final boolean miniHeader;
    private final boolean isEncrypted;
    private String subject;
    private @Nullable FrameDecoder decoder;
    private long serial;
    private long sentBytes;
    private long pendingBytes;
    private boolean isFlushQueued;
    private boolean isReadingPaused;
    private boolean isClosing;

    /** @param subject who logs until {@link #bind} */
    SocketOutbox(Channel socket, boolean miniHeader, boolean isEncrypted, String subject) {
        this.socket = socket;
        this.miniHeader = miniHeader;
        this.isEncrypted = isEncrypted;
        this.subject = subject;
    }

    /** Tells whose outbox this is, and what reads from the same socket. */
    void bind(String subject, FrameDecoder decoder) {
        this.subject = subject;
        this.decoder = decoder;
        if (isReadingPaused) {
            decoder.pause();
        }
        if (isClosing) {
            decoder.discard();
        }
    }

    @Override
    public void send(ServerMessage message) {
        assert socket.eventLoop().inEventLoop();
        if (isClosing || !socket.isActive()) {
            return;
        }
        ByteBuf frame = frame(message);
        int bytes = frame.readableBytes();
        serial++;
        sentBytes += bytes;
        pendingBytes += bytes;
        MessageLog.sent(subject, serial, message, bytes);
        socket.write(frame).addListener(future -> pendingBytes -= bytes);
        queueFlush();
    }

    @Override
    public boolean isWritable() {
        return !isClosing && socket.isWritable();
    }

    @Override
    public long lastSerial() {
        return serial;
    }

    @Override
    public void continueFrom(long lastSerial) {
        assert socket.eventLoop().inEventLoop();
        serial = lastSerial;
    }

    @Override
    public long sentBytes() {
        return sentBytes;
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void pauseReading() {
        isReadingPaused = true;
        if (decoder != null) {
            decoder.pause();
        }
    }

    @Override
    public void resumeReading() {
        isReadingPaused = false;
        if (decoder != null) {
            decoder.resume();
        }
    }

    @Override
    public void close() {
        close(Farewell.FLUSH_LIMIT_MILLIS);
    }

    void close(long flushLimitMillis) {
        assert socket.eventLoop().inEventLoop();
        if (!isClosing) {
            isClosing = true;
            if (decoder != null) {
                decoder.discard();
            }
            Farewell.begin(socket, flushLimitMillis);
        }
    }

    /** In one piece of memory: NIO would copy heap buffers and composites to such a one in any case. */
    private ByteBuf frame(ServerMessage message) {
        SpiceWriter writer = new SpiceWriter();
        message.encode(writer);
        List<Bytes> parts = writer.finish();
        int bodyBytes = writer.size();
        Bytes header = SpiceWriter.encode(header(message.opcode(), bodyBytes));
        int frameBytes = Math.addExact(header.length(), bodyBytes);
        // The JDK's TLS engine works on arrays, a socket on memory outside the heap.
        ByteBuf frame = isEncrypted
                ? socket.alloc().heapBuffer(frameBytes, frameBytes)
                : socket.alloc().directBuffer(frameBytes, frameBytes);
        append(frame, header);
        for (Bytes part : parts) {
            append(frame, part);
        }
        return frame;
    }

    private Encodable header(int opcode, int bodyBytes) {
        return miniHeader ? new MiniHeader(opcode, bodyBytes) : new FullHeader(serial + 1, opcode, bodyBytes, 0);
    }

    private static void append(ByteBuf frame, Bytes bytes) {
        frame.writeBytes(bytes.array(), bytes.offset(), bytes.length());
    }

    private void queueFlush() {
        if (!isFlushQueued) {
            isFlushQueued = true;
            socket.eventLoop().execute(() -> {
                isFlushQueued = false;
                socket.flush();
            });
        }
    }
}
