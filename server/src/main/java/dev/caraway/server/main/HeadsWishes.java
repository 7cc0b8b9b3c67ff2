package dev.caraway.server.main;

import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.channel.Loop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the clients' wishes for monitors to the guest, the newest alone and not too often: a guest that lays out its
 * display anew is busy for a while, and a user who drags a window's corner wishes much. On the loop only.
 */
final class HeadsWishes {

    /** Five a second (hostile-inputs: M13). */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Loop loop;
    private final Consumer<HeadsWish> guest;
    private long earliestNanos;
    private @Nullable HeadsWish newest;

    HeadsWishes(Loop loop, Consumer<HeadsWish> guest) {
        this.loop = loop;
        this.guest = guest;
        this.earliestNanos = loop.nanoTime();
    }

    void wish(HeadsWish heads) {
        boolean isAwaited = newest != null;
        newest = heads;
        if (!isAwaited) {
            long waitNanos = earliestNanos - loop.nanoTime();
            if (waitNanos <= 0) {
                tell();
            } else {
                loop.schedule(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1, this::tell);
            }
        }
    }

    private void tell() {
        HeadsWish wish = newest;
        newest = null;
        earliestNanos = loop.nanoTime() + PAUSE_NANOS;
        if (wish != null) {
            guest.accept(wish);
        }
    }
}
