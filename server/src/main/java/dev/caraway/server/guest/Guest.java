package dev.caraway.server.guest;

import java.util.List;

/**
 * The machine that is shown and driven: what an embedder implements.
 *
 * <p>Only a display is required. Every callback, here and in the parts, arrives on the server's loop, one at a time;
 * it must return within a few milliseconds and must not wait for the server.
 */
public interface Guest {

    /** What the machine shows; asked once, before the first client can connect. */
    DisplaySource display();

    /** Where keys and pointer events go; asked once, before the first client can connect. */
    default GuestInputs inputs() {
        return GuestInputs.IGNORED;
    }

    /** The machine may run: once at the start (unless the server starts paused) and after every {@link #onPause}. */
    default void onRun() {}

    /** The machine must stand still until {@link #onRun}: no drawing, no time. */
    default void onPause() {}

    /**
     * A client would like these heads, 1 to 4, in pixels. A guest that can follow resizes its display; one that cannot
     * does nothing. Clients tell their wishes to the guest's agent, which is not supported yet, so none arrives so far.
     */
    default void onHeadsWish(List<Head> heads) {}

    /** The number of clients whose display channel is initialised has changed. */
    default void onViewers(int viewers) {}

    /** The server closes; no callback follows. */
    default void onClose() {}
}
