package dev.caraway.server.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What of a machine moves to another host: its memory and its devices. What the server shows of it (surfaces, cursor) moves
 * without the guest's help.
 *
 * <p>All calls come on a thread that the server keeps for a move, one after another, and may take as long as they need;
 * callbacks of {@link Guest} go on arriving on the loop meanwhile. Streams need no buffering and no closing.
 */
public interface GuestState {

    /**
     * Names what is written, with its version, such as {@code desktop/1}: a guest that names it otherwise is not asked to
     * read it. 1 to 255 bytes of UTF-8.
     */
    String kind();

    /**
     * Writes what may be written while the machine runs, so that less is left for {@link #save}: all of it in the first
     * round, what has changed since in those that follow. A write waits while the link is slow.
     *
     * @param round counts from 0
     * @return whether another round would pay; false writes nothing more until the machine stands still
     * @throws IOException if the move has failed, or to make it fail
     */
    default boolean saveWhileRunning(int round, OutputStream out) throws IOException {
        return false;
    }

    /**
     * Writes what is left, once {@link Guest#onPause} has returned. A machine with threads of its own makes sure here that
     * they stand still. If the move fails afterwards the machine goes on, with {@link Guest#onRun}.
     *
     * @throws IOException if the move has failed, or to make it fail
     */
    void save(OutputStream out) throws IOException;

    /**
     * Reads a round of {@link #saveWhileRunning}; the stream ends where the round ends. The machine has not run.
     *
     * @throws IOException if this is not a state of such a machine: the move fails, and the reason is told to the source
     */
    default void loadWhileRunning(int round, InputStream in) throws IOException {
        throw new IOException("guest: expected no round " + round);
    }

    /**
     * Reads what {@link #save} has written; the machine has not run, and runs with {@link Guest#onRun} afterwards. What it
     * draws before that is not shown: the server restores surfaces and cursor as they were at the source.
     *
     * @throws IOException if this is not a state of such a machine: the move fails, and the reason is told to the source
     */
    void load(InputStream in) throws IOException;
}
