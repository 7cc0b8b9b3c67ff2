package dev.caraway.server.rehearsal;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.display.DisplayChannelClient;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Sessions;
import java.util.OptionalInt;

/**
 * A display client that takes everything at once and looks at nothing: it answers what has to be answered.
 *
 * <p>It offers what spice-gtk does, but small caches.
 */
final class PromptClient implements Outbox {

    private static final DisplayInit INIT = new DisplayInit(1, 1 << 20, 1, 1 << 20);

    private final Loop loop;
    private final Outbox discarded;
    private final DisplayChannelClient channel;
    private long window = Long.MAX_VALUE;
    private long unacknowledged;

    /** @param discarded where the messages go */
    PromptClient(Loop loop, DisplayChannel display, Outbox discarded) {
        this.loop = loop;
        this.discarded = discarded;
        Endpoint nowhere = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(0));
        LinkedPeer peer = new LinkedPeer(
                new ChannelId(ChannelType.DISPLAY, 0),
                1,
                Capabilities.NONE,
                Capabilities.of(
                        DisplayCapability.MONITORS_CONFIG,
                        DisplayCapability.COMPOSITE,
                        DisplayCapability.SIZED_STREAM,
                        DisplayCapability.STREAM_REPORT),
                false,
                nowhere,
                nowhere);
        channel = display.admit(new Sessions().create(), peer, this);
    }

    /** Links, and says what it can cache. */
    void begin() {
        channel.onLinked();
        answer(INIT);
    }

    @Override
    public void send(ServerMessage message) {
        discarded.send(message);
        if (message instanceof SetAck setAck) {
            window = setAck.window();
            unacknowledged = 0;
            answer(new AckSync(setAck.generation()));
        } else if (++unacknowledged == window) {
            unacknowledged = 0;
            answer(new Ack());
        }
        if (message instanceof Ping ping) {
            answer(new Pong(ping.id(), ping.timestamp()));
        }
    }

    private void answer(ClientMessage message) {
        loop.execute(() -> channel.onMessage(message.opcode(), SpiceWriter.encode(message)));
    }

    @Override
    public boolean isWritable() {
        return discarded.isWritable();
    }

    @Override
    public long lastSerial() {
        return discarded.lastSerial();
    }

    @Override
    public void continueFrom(long serial) {
        discarded.continueFrom(serial);
    }

    @Override
    public long sentBytes() {
        return discarded.sentBytes();
    }

    @Override
    public long pendingBytes() {
        return discarded.pendingBytes();
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
        discarded.close();
    }
}
