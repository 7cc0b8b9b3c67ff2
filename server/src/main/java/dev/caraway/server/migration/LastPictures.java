package dev.caraway.server.migration;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows clients what a guest has drawn last before it stood still, and then holds back what is left: the target sends that.
 * On the loop only.
 */
final class LastPictures {

    /** How long a guest that stands still waits for a client that takes its last pictures. */
    private static final long DRAIN_MILLIS = 250;

    private final Loop loop;
    private final MoveParts parts;
    private final Supplier<List<Session>> moving;
    private final Runnable onShown;
    private Loop.@Nullable Timer timer;
    private boolean isHeldBack;
    private boolean isCancelled;

    /**
     * @param moving the clients that go to the target
     * @param onShown told once nothing is sent to them any more
     */
    LastPictures(Loop loop, MoveParts parts, Supplier<List<Session>> moving, Runnable onShown) {
        this.loop = loop;
        this.parts = parts;
        this.moving = moving;
        this.onShown = onShown;
    }

    /** @param isLast whether nobody goes on sending where this server stops */
    void show(boolean isLast) {
        parts.shared().whenGuestHeard(() -> {
            if (!isCancelled) {
                if (isLast) {
                    moving.get().forEach(session -> session.channels().forEach(SessionChannel::letGo));
                }
                timer = loop.schedule(DRAIN_MILLIS, this::holdBack);
                whenDrained(this::holdBack);
            }
        });
    }

    private void whenDrained(Runnable task) {
        whenDrained(parts.shared().displays().iterator(), task);
    }

    private static void whenDrained(Iterator<DisplayChannel> displays, Runnable task) {
        if (displays.hasNext()) {
            displays.next().whenDrained(() -> whenDrained(displays, task));
        } else {
            task.run();
        }
    }

    private void holdBack() {
        stopTimer();
        if (!isCancelled && !isHeldBack) {
            isHeldBack = true;
            moving.get().forEach(session -> session.channels().forEach(SessionChannel::stopSending));
            // What is being compressed is still sent.
            whenDrained(() -> {
                if (!isCancelled) {
                    onShown.run();
                }
            });
        }
    }

    /** The guest stays, or nothing is to be shown any more. */
    void cancel() {
        isCancelled = true;
        stopTimer();
    }

    /** Sends what was held back to whoever is here. */
    void resume() {
        if (isHeldBack) {
            parts.sessions().all().stream()
                    .flatMap(session -> session.channels().stream())
                    .filter(channel -> channel.handover().letsMessagesOut())
                    .forEach(SessionChannel::resumeSending);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
