package dev.caraway.server;

import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A running SPICE server for one guest.
 *
 * <p>Callable from any thread. What is asked takes effect in the order of the calls; stages complete on the server's
 * loop, so whoever continues them must not wait there. After {@link #close} every stage fails with an
 * {@link IllegalStateException}.
 */
public interface SpiceServer extends AutoCloseable {

    /** How to make one. */
    static SpiceServerBuilder builder() {
        return new SpiceServerBuilder();
    }

    /** Where it listens, in the order in which the addresses were given; ports are the real ones. */
    List<Endpoint> endpoints();

    String name();

    UUID uuid();

    /** Whether the guest runs. */
    CompletionStage<GuestStatus> status();

    /** Addresses, authentication, mouse mode and the channels of all clients. */
    CompletionStage<SpiceInfo> info();

    /** Lets the guest run; nothing happens if it does. */
    CompletionStage<Void> resume();

    /** Makes the guest stand still; nothing happens if it does. */
    CompletionStage<Void> pause();

    /**
     * Presses the guest's reset button. What {@link #sendInput} and {@link #typeKeys} hold down is released. A guest
     * that was paused is {@link GuestStatus#PRELAUNCH} then.
     */
    CompletionStage<Void> reset();

    /** Presses the guest's power button, also if it stands still; what follows is up to the guest. */
    CompletionStage<Void> powerDown();

    /**
     * Tells the guest what a user could do, all in one go: either every event or none. What goes down stays down until
     * it goes up, the guest is reset or the server closes.
     */
    CompletionStage<InputOutcome> sendInput(List<InputEvent> events);

    /**
     * The same, where an {@link InputEvent.Place} is one on this display; fails with an {@link IllegalArgumentException}
     * if the guest has no such display.
     *
     * @param display the place in {@link dev.caraway.server.guest.Guest#displays}
     */
    CompletionStage<InputOutcome> sendInput(int display, List<InputEvent> events);

    /**
     * The same within one head of a display; fails with an {@link IllegalArgumentException} if there is no such display
     * or head.
     *
     * @param head the place in what the guest told {@link dev.caraway.server.guest.GuestDisplay#heads}
     */
    CompletionStage<InputOutcome> sendInput(int display, int head, List<InputEvent> events);

    /**
     * Presses keys one after another and releases them in the opposite order, with a pause after each. Completes at
     * once; keys of a later call wait for these, and what waits is limited to 1024 events. A guest that stands still is
     * told nothing.
     *
     * @param scancodes as in {@link InputEvent.Key}
     * @param holdMillis the pause; 0 stands for 10, less than that for none
     */
    CompletionStage<Void> typeKeys(List<Integer> scancodes, long holdMillis);

    /**
     * Changes the password; it counts for links whose ticket has not been checked yet. The array may be overwritten
     * when this returns. Fails with an {@link IllegalStateException} if ticketing is off and with an
     * {@link IllegalArgumentException} if the password has more than 60 bytes of UTF-8 or holds a NUL.
     */
    CompletionStage<Void> setPassword(char[] password, ConnectedClients connected);

    /** Changes when the password ends. */
    CompletionStage<Void> expirePassword(PasswordExpiry expiry);

    /** What was counted so far, for the server, each client and each channel. */
    CompletionStage<ServerStats> stats();

    /** Moves the guest, with its clients, to another host, or takes it from there. */
    Migration migration();

    /**
     * The primary surface of the first display as it is now; fails with an {@link IllegalStateException} while there is
     * none.
     */
    CompletionStage<Screenshot> screenshot();

    /**
     * The same of any display; fails with an {@link IllegalArgumentException} if the guest has no such display.
     *
     * @param display the place in {@link dev.caraway.server.guest.Guest#displays}
     */
    CompletionStage<Screenshot> screenshot(int display);

    /**
     * That part of a display's primary surface which is one of its heads; fails with an {@link
     * IllegalArgumentException} if there is no such display or head.
     *
     * @param head the place in what the guest told {@link dev.caraway.server.guest.GuestDisplay#heads}
     */
    CompletionStage<Screenshot> screenshot(int display, int head);

    /**
     * Tells {@code observer} every event from now on, on the server's loop; it must return quickly.
     *
     * @return closes the subscription
     */
    Subscription subscribe(Consumer<ServerEvent> observer);

    /**
     * Closes everything in the background; the guest is told last. Clients that are changing hosts get 20 s for it before.
     * Harmless when repeated.
     */
    CompletionStage<Void> shutdown();

    /** Closes everything and returns when no thread, socket or buffer of this server is left. */
    @Override
    void close();

    /** What {@link #subscribe} gives. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
