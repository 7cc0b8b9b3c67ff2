package dev.caraway.server;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.capability.InputsCapability;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.ServerOptions.ChannelSecurity;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.migration.MigrationTarget;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Reception;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import dev.caraway.server.session.Sessions;
import java.util.Optional;

/** Who may link what, and where a linked socket goes. On the loop only. */
final class Admissions implements Reception {

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);

    private final ServerOptions options;
    private final Sessions sessions;
    private final Channels channels;
    private final EventBus events;
    private final MigrationTarget arrivals;

    Admissions(ServerOptions options, Sessions sessions, Channels channels, EventBus events, MigrationTarget arrivals) {
        this.arrivals = arrivals;
        this.options = options;
        this.sessions = sessions;
        this.channels = channels;
        this.events = events;
    }

    @Override
    public LinkError checkSecurity(ChannelId channel, boolean encrypted) {
        return switch (options.security().getOrDefault(channel.type(), ChannelSecurity.ANY)) {
            case ANY -> LinkError.OK;
            case TLS_ONLY -> encrypted ? LinkError.OK : LinkError.NEED_SECURED;
            case PLAIN_ONLY -> encrypted ? LinkError.NEED_UNSECURED : LinkError.OK;
        };
    }

    @Override
    public Capabilities capabilities(ChannelId channel) {
        return switch (channel.type()) {
            case MAIN ->
                options.seamlessMigration()
                        ? Capabilities.of(
                                MainCapability.NAME_AND_UUID,
                                MainCapability.SEMI_SEAMLESS_MIGRATE,
                                MainCapability.SEAMLESS_MIGRATE)
                        : Capabilities.of(MainCapability.NAME_AND_UUID, MainCapability.SEMI_SEAMLESS_MIGRATE);
            case DISPLAY ->
                Capabilities.of(
                        DisplayCapability.MONITORS_CONFIG,
                        DisplayCapability.PREF_COMPRESSION,
                        DisplayCapability.STREAM_REPORT);
            case INPUTS -> Capabilities.of(InputsCapability.KEY_SCANCODE);
            default -> Capabilities.NONE;
        };
    }

    @Override
    public LinkError checkAvailable(ChannelId channel, int connectionId) {
        if (channel.equals(MAIN)) {
            if (connectionId != 0) {
                return arrivals.letsIn(connectionId) ? LinkError.OK : LinkError.BAD_CONNECTION_ID;
            }
            boolean isTaken = options.clients() == ClientPolicy.REFUSE && sessions.isAnyConnected();
            return isTaken ? LinkError.CHANNEL_NOT_AVAILABLE : LinkError.OK;
        }
        Optional<Session> session = sessions.find(connectionId).filter(found -> !found.isClosing());
        if (session.isEmpty()) {
            return LinkError.BAD_CONNECTION_ID;
        }
        boolean isFree = channels.offered().contains(channel) && !session.get().has(channel);
        return isFree ? LinkError.OK : LinkError.CHANNEL_NOT_AVAILABLE;
    }

    @Override
    public boolean mayBeVouchedFor(int connectionId) {
        return arrivals.mayYetVouchFor(connectionId);
    }

    @Override
    public void onTicketProved(int connectionId, Bytes proof) {
        sessions.find(connectionId).ifPresent(session -> session.ticketProof(proof));
    }

    @Override
    public void onConnected(Endpoint server, Endpoint client) {
        events.publish(new ServerEvent.Connected(server, client));
    }

    @Override
    public void onDisconnected(Endpoint server, Endpoint client) {
        events.publish(new ServerEvent.Disconnected(server, client));
    }

    @Override
    public ChannelClient admit(LinkedPeer peer, Outbox outbox) {
        Session session = peer.channel().equals(MAIN)
                ? newSession(peer.connectionId())
                : sessions.find(peer.connectionId()).orElseThrow(() -> new AssertionError(peer));
        SessionChannel channel = switch (peer.channel().type()) {
            case MAIN -> channels.main().admit(session, peer, outbox);
            case DISPLAY -> channels.display(peer.channel().id()).admit(session, peer, outbox);
            case INPUTS -> channels.inputs().admit(session, peer, outbox);
            case CURSOR -> channels.cursor(peer.channel().id()).admit(session, peer, outbox);
            default -> throw new AssertionError(peer);
        };
        session.add(channel);
        events.publish(new ServerEvent.Initialized(describe(channel), options.ticketing()));
        return channel;
    }

    /** A channel as management sees it. */
    static ClientChannel describe(SessionChannel channel) {
        LinkedPeer peer = channel.peer();
        return new ClientChannel(
                peer.server(), peer.client(), channel.session().connectionId(), peer.channel(), peer.encrypted());
    }

    private Session newSession(int connectionId) {
        if (connectionId != 0) {
            return arrivals.begin(connectionId);
        }
        if (options.clients() == ClientPolicy.TAKEOVER) {
            sessions.all().forEach(old -> old.close("taken over by another client"));
        }
        return sessions.create();
    }
}
