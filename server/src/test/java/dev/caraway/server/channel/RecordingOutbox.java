package dev.caraway.server.channel;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/** An outbox that keeps what was sent until the test, in the client's place, takes it. */
public final class RecordingOutbox implements Outbox {

    private final List<ServerMessage> untaken = new ArrayList<>();
    private long lastSerial;
    private long sentBytes;
    private long pendingBytes;
    private boolean isWritable = true;
    private boolean isClosed;
    private boolean isReading = true;

    @Override
    public void send(ServerMessage message) {
        if (!isClosed) {
            lastSerial++;
            sentBytes += MiniHeader.BYTES + SpiceWriter.encode(message).length();
            untaken.add(message);
        }
    }

    @Override
    public boolean isWritable() {
        return isWritable;
    }

    @Override
    public long lastSerial() {
        return lastSerial;
    }

    @Override
    public void continueFrom(long serial) {
        lastSerial = serial;
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
        isReading = false;
    }

    @Override
    public void resumeReading() {
        isReading = true;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    /** What was sent since the last call. */
    public List<ServerMessage> take() {
        List<ServerMessage> taken = List.copyOf(untaken);
        untaken.clear();
        return taken;
    }

    /** Whether the socket takes more; the test tells the channel when that changes to true. */
    public void setWritable(boolean writable) {
        isWritable = writable;
    }

    /** So many bytes wait for a socket that the test imagines. */
    public void setPendingBytes(long bytes) {
        pendingBytes = bytes;
    }

    public boolean isClosed() {
        return isClosed;
    }

    public boolean isReading() {
        return isReading;
    }
}
