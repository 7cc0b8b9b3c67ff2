package dev.caraway.server.inputs;

import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.inputs.KeyboardModifier;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The shared half of the inputs channel: the guest's keyboard and pointer. On the loop only. */
public final class InputsChannel {

    private static final int ALL_LIGHTS =
            KeyboardModifier.SCROLL_LOCK.mask() | KeyboardModifier.NUM_LOCK.mask() | KeyboardModifier.CAPS_LOCK.mask();

    private final Loop loop;
    private final GuestInputs guest;
    private final List<Supplier<List<Head>>> displays;
    private final List<InputsChannelClient> clients = new ArrayList<>();
    private final InjectedInputs injected;
    /** What clients hold that have gone since another host was told of it. */
    private final List<PressedKeys> leftBehind = new ArrayList<>();

    private int modifiers;
    private boolean hasLights;
    private boolean clientMouse = true;

    /**
     * @param displays of each display how its primary surface is divided now: positions count from a head's corner.
     */
    public InputsChannel(Loop loop, GuestInputs guest, List<Supplier<List<Head>>> displays) {
        this.loop = loop;
        this.guest = guest;
        this.displays = List.copyOf(displays);
        this.injected = new InjectedInputs(loop, guest, this.displays);
    }

    /** What management presses and moves. */
    public InjectedInputs injected() {
        return injected;
    }

    /** A client has linked an inputs channel. */
    public InputsChannelClient admit(Session session, LinkedPeer peer, Outbox outbox) {
        InputsChannelClient client = new InputsChannelClient(this, session, peer, outbox, loop);
        clients.add(client);
        return client;
    }

    /** The lights of the guest's keyboard. */
    public void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock) {
        int now = (scrollLock ? KeyboardModifier.SCROLL_LOCK.mask() : 0)
                | (numLock ? KeyboardModifier.NUM_LOCK.mask() : 0)
                | (capsLock ? KeyboardModifier.CAPS_LOCK.mask() : 0);
        hasLights = true;
        if (now != modifiers) {
            modifiers = now;
            clients.forEach(InputsChannelClient::onModifiers);
        }
    }

    /**
     * Whether the guest has told its lights at least once. A guest that never does would seem to have all of them off
     * for ever, and its lock keys would be tapped whenever a client says that one of its own is on.
     */
    boolean hasLights() {
        return hasLights;
    }

    /** Writes what all clients have to do with. */
    public void saveShared(SpiceWriter out) {
        out.u8(modifiers);
        out.bool8(hasLights);
        injected.save(out);
    }

    /** Takes up what another host has written, and tells nobody. */
    public void restoreShared(SpiceReader in) {
        leftBehind.clear();
        modifiers = lights(in);
        hasLights = in.bool8("inputs.has_lights");
        injected.restore(in);
    }

    /** Lets go of what a client holds, as its channel has written it on another host. */
    public void letGo(SpiceReader state) {
        PressedKeys held = new PressedKeys(guest, scancode -> {});
        held.restore(state);
        held.releaseAll();
    }

    /** A client has gone while what it holds was another host's to let go of, or is about to be. */
    void leaveBehind(PressedKeys held) {
        leftBehind.add(held);
    }

    /** Another host has it all, and lets go of it there. */
    public void forgetLeftBehind() {
        leftBehind.clear();
    }

    /** The guest has not gone: nobody else lets go of what those hold that have. */
    public void letGoOfLeftBehind() {
        leftBehind.forEach(PressedKeys::releaseAll);
        leftBehind.clear();
    }

    /** Lights as bits of {@link KeyboardModifier}. */
    static int lights(SpiceReader in) {
        int lights = in.u8("inputs.lights");
        if ((lights & ~ALL_LIGHTS) != 0) {
            throw in.violation("inputs.lights", "expected bits of " + ALL_LIGHTS + ", got " + lights);
        }
        return lights;
    }

    /** Whether the mouse mode is client: then positions count, else motion does. */
    public void clientMouse(boolean client) {
        clientMouse = client;
    }

    GuestInputs guest() {
        return guest;
    }

    /** The lock keys that are on, as bits of {@link KeyboardModifier}. */
    int modifiers() {
        return modifiers;
    }

    boolean isClientMouse() {
        return clientMouse;
    }

    int displays() {
        return displays.size();
    }

    List<Head> heads(int display) {
        return displays.get(display).get();
    }

    void onClientGone(InputsChannelClient client) {
        clients.remove(client);
    }
}
