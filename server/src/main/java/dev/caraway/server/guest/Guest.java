package dev.caraway.server.guest;

import java.util.List;
import java.util.Optional;

/**
 * The machine that is shown and driven: what an embedder implements.
 *
 * <p>Only a display is required. Every callback, here and in the parts, arrives on the server's loop, one at a time;
 * it must return within a few milliseconds and must not wait for the server.
 */
public interface Guest {

    /** What the machine shows; asked once, before the first client can connect. */
    DisplaySource display();

    /**
     * What a machine with several graphics devices shows: 1 to {@link GuestDisplay#MAX_HEADS} displays, each with
     * surfaces and a cursor of its own, which clients see on display channels of their own. Asked once, instead of
     * {@link #display}, which is all there is if nobody says otherwise.
     *
     * <p>Their number stays as it is: SPICE has no message that takes a display channel away from a client, and another
     * host takes a moved machine only with as many displays. A machine whose monitors come and go while it runs has one
     * display, of which {@link GuestDisplay#heads} are parts.
     *
     * <p>Of several displays each has one head. An id that stands for an image or for a cursor shape stands for it in
     * all of them.
     */
    default List<DisplaySource> displays() {
        return List.of(GuestException.ask(this, "display", this::display));
    }

    /** Where keys and pointer events go; asked once, before the first client can connect. */
    default GuestInputs inputs() {
        return GuestInputs.IGNORED;
    }

    /** The machine may run: once at the start (unless the server starts paused) and after every {@link #onPause}. */
    default void onRun() {}

    /** The machine must stand still until {@link #onRun}: no drawing, no time. */
    default void onPause() {}

    /**
     * The machine must begin anew, as when its reset button is pressed; it may be standing still. Keys and buttons that
     * management held have been released.
     */
    default void onReset() {}

    /**
     * Somebody wishes the machine to end, as when its power button is pressed: an operating system would shut down. It
     * may refuse.
     */
    default void onPowerDown() {}

    /**
     * Whether the guest follows {@link #onHeadsWish}; asked once, before the first client can connect. Only then are
     * clients offered to tell their wishes.
     */
    default boolean followsHeadsWish() {
        return false;
    }

    /**
     * A client's user has made its windows this large and would like the display to fill them: 1 to 4 heads, in pixels,
     * at most five times a second. A guest that can follow resizes its display, which has as many heads afterwards: so a
     * user adds and removes monitors. Of several displays each has its head here, in their order; one without a window has
     * the size that it has now.
     */
    default void onHeadsWish(List<Head> heads) {}

    /** The number of clients with a display channel that is initialised has changed. */
    default void onViewers(int viewers) {}

    /** What of the machine moves to another host; asked once, before the first client can connect. Empty if nothing can. */
    default Optional<GuestState> state() {
        return Optional.empty();
    }

    /** Who is told of moves; asked once, before the first client can connect. */
    default MigrationListener migrationListener() {
        return MigrationListener.IGNORED;
    }

    /** The server closes; no callback follows. */
    default void onClose() {}
}
