package dev.caraway.server.guest;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link CommandSource} draws. Surface 0 is the primary one, which clients see; 1 to 1023 are off-screen.
 *
 * <p>Commands take effect in order. A call waits while {@link #MAX_PENDING_COMMANDS} commands have not been taken by
 * the server; it never waits for a client, since a slow client gets the newest picture instead of every command.
 */
public interface CommandDisplay extends GuestDisplay {

    /** How many commands may wait for the server's loop. */
    int MAX_PENDING_COMMANDS = 1024;

    /**
     * Makes a surface; 0 is the primary. One that exists with this id is destroyed first.
     *
     * @param pixels its content, {@code height} rows of {@code width} pixels from top to bottom without gaps, or null
     *     for zeros
     * @throws IllegalArgumentException if the id, a side or the number of bytes is out of range
     */
    void createSurface(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels);

    /**
     * Makes the primary surface, divided into these heads from the start: one step for clients, which neither close nor
     * open a window that stays.
     *
     * @throws IllegalArgumentException as in {@link #createSurface} and {@link #heads}
     */
    void createPrimary(int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> heads);

    /**
     * Forgets a surface.
     *
     * @throws IllegalArgumentException if there is no such surface
     */
    void destroySurface(int surfaceId);

    /**
     * Draws. Images are raw bitmaps or surfaces; one flagged {@code CACHE_ME} has an id that stands for these pixels
     * for ever.
     *
     * @throws IllegalArgumentException if a surface is unknown, the box is empty or not inside the surface, a source
     *     area is not inside its image, an image is compressed, or the operation is not among those that the server
     *     draws
     */
    void draw(DrawMessage drawable);

    /**
     * Completes once nothing is left to be sent to any client; a guest that goes on drawing while a client is slow may
     * wait for long. Fails with an {@link IllegalStateException} when the server closes.
     */
    CompletionStage<Void> drained();
}
