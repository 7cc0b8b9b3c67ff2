package dev.caraway.server;

import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * Moves a server's guest to another host, with the clients that look at it, or takes one from there. Got from {@link
 * SpiceServer#migration}; callable from any thread, as the server is.
 *
 * <p>What happens is told by events: {@code MigrationChanged}, {@code MigrationPassed}, {@code ClientMoved} and, when
 * clients need this server no longer, {@code ClientsMigrated}.
 */
public interface Migration {

    /**
     * Tells clients where the guest will go, so that they link themselves there; a destination that was announced before is
     * called off. Completes when clients were told, not when they have answered. Fails with an {@link
     * IllegalStateException} while the guest moves.
     */
    CompletionStage<Void> announce(MigrationDestination destination);

    /**
     * Moves the guest. Completes when the move has begun; whether it succeeds is told by events, and by {@link #info}. Fails
     * with an {@link IllegalStateException} if a move is under way, the guest has none of its state to move, or is not here.
     */
    CompletionStage<Void> start(MigrationAddress destination);

    /** Ends a move that is under way, as far as that can be; nothing happens if there is none. */
    CompletionStage<Void> cancel();

    /**
     * Whether the guest, once it stands still, waits for {@link #proceed}; false if nobody says otherwise. Counts for moves
     * that begin later.
     */
    CompletionStage<Void> pauseBeforeSwitchover(boolean pause);

    /** Lets a guest go that waits before the switchover. Fails with an {@link IllegalStateException} if it does not. */
    CompletionStage<Void> proceed();

    /** How much of the link a move may take while the guest runs, in bytes a second; 0 for all of it. */
    CompletionStage<Void> maxBandwidth(long bytesPerSecond);

    /** How long the guest may stand still, in milliseconds: copying rounds end when the rest would take less than that. */
    CompletionStage<Void> downtimeLimit(long millis);

    /**
     * Waits for a guest from another host; only for a server that was started for it and not told yet.
     *
     * @return the port, if it is one of TCP. Fails with an {@link IllegalStateException} if this server waits already or
     *     does not wait for a guest, and with an {@link java.io.IOException} if the address cannot be had, or TLS is wanted
     *     and the server has no certificates for it
     */
    CompletionStage<OptionalInt> listen(MigrationAddress.Host address);

    CompletionStage<MigrationInfo> info();
}
