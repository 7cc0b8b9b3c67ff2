package dev.caraway.server.rehearsal;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.LinkedPeer;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A linked channel between a made-up client and host. On the loop only. */
final class MemorySocket implements Outbox {

    private static final Endpoint NOWHERE = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(1));

    private final Loop loop;
    private final ChannelId id;
    private final Queue<ServerMessage> unread = new ArrayDeque<>();
    private @Nullable ChannelClient channel;
    private long lastSerial;
    private long sentBytes;
    private boolean isClosed;

    private MemorySocket(Loop loop, ChannelId id) {
        this.loop = loop;
        this.id = id;
    }

    /** Links a channel of a client. */
    static MemorySocket link(
            Loop loop, MoveRehearsal.Host host, ChannelId id, int connectionId, Capabilities capabilities) {
        MemorySocket socket = new MemorySocket(loop, id);
        ChannelClient channel = host.admit(
                new LinkedPeer(id, connectionId, Capabilities.NONE, capabilities, false, NOWHERE, NOWHERE), socket);
        socket.channel = channel;
        channel.onLinked();
        return socket;
    }

    ChannelId channel() {
        return id;
    }

    /** What the host has said next; null if that is nothing. */
    @Nullable
    ServerMessage next() {
        return unread.poll();
    }

    /** The client says something. */
    void say(ClientMessage message) {
        loop.execute(() -> {
            if (channel != null) {
                channel.bodyLimit(message.opcode());
                channel.onMessage(message.opcode(), SpiceWriter.encode(message));
            }
        });
    }

    /** The client closes it. */
    void hangUp() {
        loop.execute(this::onEnd);
    }

    private void onEnd() {
        ChannelClient told = channel;
        channel = null;
        if (told != null) {
            told.onClosed();
        }
    }

    @Override
    public void send(ServerMessage message) {
        if (!isClosed) {
            lastSerial++;
            sentBytes += SpiceWriter.encode(message).length();
            unread.add(message);
        }
    }

    @Override
    public boolean isWritable() {
        return true;
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
        return 0;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            loop.execute(this::onEnd);
        }
    }
}
