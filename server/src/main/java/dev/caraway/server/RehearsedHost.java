package dev.caraway.server;

import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.rehearsal.MoveRehearsal;
import dev.caraway.server.session.LinkedPeer;

/** A made-up server for a {@link MoveRehearsal}. */
final class RehearsedHost implements MoveRehearsal.Host {

    private final ServerState state;

    RehearsedHost(Loop loop, StreamSockets streams, Guest guest, boolean awaitsGuest) {
        SpiceServerBuilder builder =
                SpiceServer.builder().guest(guest).listen("127.0.0.1", 0).disableTicketing();
        if (awaitsGuest) {
            builder.awaitGuest();
        }
        ServerOptions options = builder.options();
        state = new ServerState(options, GuestParts.of(guest), loop, Runnable::run, streams);
        state.start(options.startPaused(), options.incoming());
    }

    @Override
    public ChannelClient admit(LinkedPeer peer, Outbox outbox) {
        return state.admissions().admit(peer, outbox);
    }

    @Override
    public void listen(HostAddress address) {
        state.moves().listen(address);
    }

    @Override
    public void announce(DstInfo there) {
        state.moves().announce(there);
    }

    @Override
    public void moveTo(HostAddress address) {
        state.moves().startTo(address);
    }

    @Override
    public boolean hasMoved() {
        MigrationStatus status = state.moves().progress().status();
        if (status == MigrationStatus.FAILED) {
            throw new IllegalStateException("a rehearsed move failed: "
                    + state.moves().progress().error().orElse(""));
        }
        return status == MigrationStatus.COMPLETED && state.moves().areClientsMigrated();
    }

    @Override
    public void close() {
        state.close();
        state.closeGuest();
    }
}
