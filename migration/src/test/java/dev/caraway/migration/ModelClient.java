package dev.caraway.migration;

import static dev.caraway.migration.ModelWires.CHANNELS;
import static dev.caraway.migration.ModelWires.INPUTS;
import static dev.caraway.migration.ModelWires.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.ModelWires.Message;
import dev.caraway.protocol.ChannelId;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** A client that does what spice-gtk was seen to do. */
final class ModelClient {

    /** What it meets. */
    interface Hosts {

        boolean isTargetDead();

        /** Whether nobody reads at the target what this client writes. */
        boolean isTargetGone();

        /** Whether the target hears of the end of links, with which the network may interfere. */
        boolean isTargetTold();

        /** All sockets of the client at the source have ended. */
        void onLeft();

        /** The client has come back to the source as a new one. */
        void onLoggedInAnew();
    }

    private final ModelWires wires;
    private final Hosts hosts;

    private final TreeSet<ChannelId> atTarget = new TreeSet<>();
    private final TreeSet<ChannelId> awaitsData = new TreeSet<>();

    /** Channels that were called back, and still look at their socket at the target. */
    private final TreeSet<ChannelId> looksAtTarget = new TreeSet<>();

    /** Channels whose socket at the target ended while they looked at it, and that nothing brings back. */
    private final TreeSet<ChannelId> lacks = new TreeSet<>();

    private final List<Integer> typed = new ArrayList<>();
    private boolean isMainDeaf;
    private boolean hasConnected;
    private boolean isGone;
    private boolean isRedirected;
    private boolean isAtTargetAnew;
    private int keys;

    ModelClient(ModelWires wires, Hosts hosts) {
        this.wires = wires;
        this.hosts = hosts;
    }

    /** What there is to send wakes a channel up that looks at the wrong socket. */
    void type() {
        typed.add(++keys);
        looksAtTarget.remove(INPUTS);
        sendTyped();
    }

    int keys() {
        return keys;
    }

    boolean isWhollyAtTarget() {
        return atTarget.containsAll(CHANNELS);
    }

    boolean isWhollyAtSource() {
        return atTarget.isEmpty() && awaitsData.isEmpty() && lacks.isEmpty();
    }

    /** Whether nothing of it looks at the target. */
    boolean hasReadCancel() {
        return atTarget.isEmpty();
    }

    /** Whether its host is there, and one of both servers has it. */
    boolean isThere() {
        return !isGone && !(atTarget.contains(MAIN) && hosts.isTargetGone());
    }

    /** Whether it was told where the guest has gone, and logs in there. */
    boolean isAtTargetAnew() {
        return isAtTargetAnew;
    }

    /** Whether only a new login brought it back. */
    boolean isRedirected() {
        return isRedirected;
    }

    boolean readsAtSource(ChannelId channel) {
        boolean isDeaf = channel.equals(MAIN) && isMainDeaf;
        return !isDeaf && !atTarget.contains(channel) && !looksAtTarget.contains(channel) && !lacks.contains(channel);
    }

    /** Its host vanishes. */
    void vanishes() {
        isGone = true;
        isMainDeaf = false;
        wires.cutSource();
        wires.cutTarget();
    }

    /** A channel that was called back reads at the source again; one that was not has lost its socket. */
    void linksEnd() {
        wires.cutTarget();
        looksAtTarget.clear();
        lacks.addAll(atTarget);
        linksAreRefused();
    }

    void reads(ChannelId channel, Message message) {
        if (awaitsData.contains(channel) && !message.word().equals("END")) {
            awaitsData.remove(channel);
            readsData(channel, message);
            return;
        }
        switch (message.word()) {
            case "BEGIN" -> linkToTarget();
            case "CANCEL" -> {
                looksAtTarget.addAll(atTarget);
                looksAtTarget.removeAll(lacks);
                atTarget.clear();
                dropLinks();
                sendTyped();
            }
            case "SWITCH HERE" -> logInAnew();
            case "SWITCH TO TARGET" -> {
                isAtTargetAnew = true;
                leave();
            }
            case "END" -> {
                isGone = true;
                leave();
            }
            case "PING" -> wires.toSource.get(channel).add(new Message("PONG"));
            case "PROOF PING" -> wires.toSource.get(channel).add(new Message("PROOF PONG"));
            case "MIGRATE" -> {
                if (hasConnected) {
                    atTarget.add(channel);
                }
            }
            case "MIGRATE FLUSH" -> {
                wires.toSource.get(channel).add(new Message("MARK"));
                awaitsData.add(channel);
            }
            default -> throw new AssertionError(channel + " was sent " + message);
        }
    }

    /** All sockets of the client at the source end. */
    private void leave() {
        wires.cutSource();
        typed.clear();
        hosts.onLeft();
    }

    /** The client drops all that it has, and comes back as a new one. */
    private void logInAnew() {
        isRedirected = true;
        wires.cutSource();
        looksAtTarget.clear();
        lacks.clear();
        awaitsData.clear();
        atTarget.clear();
        hosts.onLoggedInAnew();
        sendTyped();
    }

    /** Data goes to whichever socket the channel has then; a PING in its place is swallowed. */
    private void readsData(ChannelId channel, Message message) {
        if (message.word().equals("DATA")) {
            if (hasConnected) {
                atTarget.add(channel);
            }
            (hasConnected ? wires.toTarget : wires.toSource).get(channel).add(message);
        } else {
            assertThat(message.word()).as("after MIGRATE on %s", channel).isEqualTo("PING");
        }
        sendTyped();
    }

    private void linkToTarget() {
        isMainDeaf = true;
        if (hosts.isTargetDead()) {
            linksAreRefused();
            return;
        }
        wires.toTarget.get(MAIN).add(new Message("LINK"));
    }

    /** The end of a link tells the target, unless the network is in the way. */
    private void dropLinks() {
        hasConnected = false;
        wires.cutTarget();
        if (hosts.isTargetTold()) {
            wires.toTarget.get(MAIN).add(new Message("BYE"));
        }
    }

    /** A client that links itself to the target while that closes is told so by its sockets. */
    void linksAreRefused() {
        if (isMainDeaf) {
            isMainDeaf = false;
            wires.toSource.get(MAIN).add(new Message("CONNECT_ERROR"));
        }
    }

    void hasAnAnswer() {
        isMainDeaf = false;
        hasConnected = true;
        wires.toSource.get(MAIN).add(new Message("CONNECTED"));
    }

    /** Between the mark and the data what is typed waits in the client. */
    private void sendTyped() {
        if (awaitsData.contains(INPUTS)) {
            return;
        }
        boolean isAtTarget = atTarget.contains(INPUTS);
        if (!isAtTarget || !hosts.isTargetGone()) {
            Deque<Message> queue = (isAtTarget ? wires.toTarget : wires.toSource).get(INPUTS);
            typed.forEach(key -> queue.add(new Message("KEY", key)));
        }
        typed.clear();
    }
}
