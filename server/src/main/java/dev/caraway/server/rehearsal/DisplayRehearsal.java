package dev.caraway.server.rehearsal;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.video.StreamingMode;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a small desktop to a client that is not there, on a thread of its own, so that the JVM has compiled what shows
 * the guest to the first real client.
 *
 * <p>Everything on the way from the guest's call until a message is framed is the real thing, but none of it belongs to
 * the server: nothing is counted, logged or kept. It lasts {@value #LIMIT_MILLIS} ms at most.
 */
public final class DisplayRehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(DisplayRehearsal.class);

    /** Nobody waits for it; but it takes a processor, which the guest may want. */
    private static final long LIMIT_MILLIS = 1_000;

    /** What is made where more is known than here. */
    public interface Stage {

        /** The guest's end of a display. */
        CommandDisplay port(Loop loop, DisplayChannel display, CursorChannel cursor);

        /** A way out that leads nowhere. */
        Outbox outbox(Loop loop);
    }

    private final Thread thread;
    private volatile boolean hasEnded;

    // Nothing relies on the priority: it asks that others come first.
    @SuppressWarnings("ThreadPriorityCheck")
    private DisplayRehearsal(Stage stage) {
        thread = new Thread(() -> run(stage), "caraway-rehearsal");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Begins one; on any thread. */
    public static DisplayRehearsal begin(Stage stage) {
        DisplayRehearsal rehearsal = new DisplayRehearsal(stage);
        rehearsal.thread.start();
        return rehearsal;
    }

    /** Ends it after the drawing that it is at. On any thread, harmless when repeated. */
    public void end() {
        hasEnded = true;
    }

    /** Whether its thread has ended within this time. */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        thread.join(timeoutMillis);
        return !thread.isAlive();
    }

    private void run(Stage stage) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        try {
            RehearsalLoop loop = new RehearsalLoop();
            DisplayChannel display = new DisplayChannel(
                    loop,
                    new MultiMediaClock(loop),
                    CompressionPolicy.DEFAULT,
                    StreamingMode.FILTER,
                    Runnable::run,
                    viewers -> {});
            RehearsedDrawings drawings = new RehearsedDrawings(stage.port(loop, display, new CursorChannel(loop)));
            drawings.begin();
            new PromptClient(loop, display, stage.outbox(loop)).begin();
            while (!hasEnded && System.nanoTime() - until < 0) {
                drawings.next();
                loop.turn();
            }
        } catch (RuntimeException | Error e) {
            // Nobody has seen it; the server itself has yet to make this mistake.
            LOG.error("rehearsal Failed", e);
        }
    }
}
