package dev.caraway.server.main;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.main.MouseModeFlag;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The shared half of the main channel: who the server is, what channels it offers, and the mouse mode. On the loop only.
 */
public final class MainChannel {

    private final Loop loop;
    private final MultiMediaClock clock;
    private final Identity identity;
    private final Consumer<Boolean> onClientMouse;
    private final Optional<HeadsWishes> headsWishes;
    private final List<MainChannelClient> clients = new ArrayList<>();
    private boolean absolutePointer = true;
    private boolean clientMouse = true;

    /**
     * What a client is told of the server.
     *
     * @param channels that a client may link beside main
     */
    public record Identity(String name, UUID uuid, List<ChannelId> channels) {

        public Identity {
            channels = List.copyOf(channels);
        }

        /** How many display channels there are. */
        int displays() {
            return (int) channels.stream()
                    .filter(channel -> channel.type() == ChannelType.DISPLAY)
                    .count();
        }
    }

    /**
     * @param clock that the clients follow
     * @param onClientMouse told whether the mouse mode is client whenever it changes
     * @param onHeadsWish told the monitors that a client would like, if the guest can follow
     */
    public MainChannel(
            Loop loop,
            MultiMediaClock clock,
            Identity identity,
            Consumer<Boolean> onClientMouse,
            Optional<Consumer<HeadsWish>> onHeadsWish) {
        this.headsWishes = onHeadsWish.map(guest -> new HeadsWishes(loop, guest));
        this.loop = loop;
        this.clock = clock;
        this.identity = identity;
        this.onClientMouse = onClientMouse;
    }

    /** A client has linked: its session begins. */
    public MainChannelClient admit(Session session, LinkedPeer peer, Outbox outbox) {
        MainChannelClient client = new MainChannelClient(this, session, peer, outbox, loop);
        clients.add(client);
        return client;
    }

    /** Whether the guest takes positions; without, only mouse mode server is possible. */
    public void absolutePointer(boolean present) {
        if (present != absolutePointer) {
            absolutePointer = present;
            clientMouse = present;
            announceMouseMode();
        }
    }

    /** Whether the mouse mode is client. */
    public boolean isClientMouse() {
        return clientMouse;
    }

    /** Writes what all clients have to do with. */
    public void saveShared(SpiceWriter out) {
        out.bool8(absolutePointer);
        out.bool8(clientMouse);
    }

    /** Takes up what another host has written; before clients that come from there. */
    public void restoreShared(SpiceReader in) {
        boolean hasAbsolutePointer = in.bool8("main.has_absolute_pointer");
        boolean isClient = in.bool8("main.is_client_mouse");
        if (isClient && !hasAbsolutePointer) {
            throw in.violation("main.is_client_mouse", "expected 0 without an absolute pointer, got 1");
        }
        absolutePointer = hasAbsolutePointer;
        clientMouse = isClient;
        announceMouseMode();
    }

    /** A client would like to send positions, or motion; one that is impossible stays unanswered. */
    void requestMouseMode(boolean client) {
        if (client != clientMouse && (absolutePointer || !client)) {
            clientMouse = client;
            announceMouseMode();
        }
    }

    /** Where wishes for monitors go; empty if nobody can follow them. */
    Optional<HeadsWishes> headsWishes() {
        return headsWishes;
    }

    Identity identity() {
        return identity;
    }

    /** The possible modes as bits of {@link MouseModeFlag}. */
    int supportedMouseModes() {
        return MouseModeFlag.SERVER.mask() | (absolutePointer ? MouseModeFlag.CLIENT.mask() : 0);
    }

    int currentMouseMode() {
        return clientMouse ? MouseModeFlag.CLIENT.mask() : MouseModeFlag.SERVER.mask();
    }

    /** The multi-media clock that clients follow, in milliseconds, 32 bits. */
    long multiMediaTime() {
        return clock.clientMillis();
    }

    void onClientGone(MainChannelClient client) {
        clients.remove(client);
    }

    private void announceMouseMode() {
        onClientMouse.accept(clientMouse);
        clients.forEach(MainChannelClient::onMouseMode);
    }
}
